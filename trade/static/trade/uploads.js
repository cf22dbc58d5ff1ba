// Says at once when a file is too large, and follows the progress of a load.
"use strict";
{
    const choice = document.querySelector("input[type=file][data-max-bytes]");
    choice?.addEventListener("change", () => {
        const largest = Number(choice.dataset.maxBytes);
        const isTooLarge = [...choice.files].some((file) => file.size > largest);
        choice.setCustomValidity(isTooLarge ? choice.dataset.tooLarge : "");
        choice.reportValidity();
    });

    const shown = document.querySelector("[data-progress]");
    const bar = shown?.querySelector("progress");
    const ask = async () => {
        try {
            const answer = await fetch(shown.dataset.progress, { headers: { Accept: "application/json" } });
            if (answer.redirected || !answer.ok) {
                window.location.reload();
                return;
            }
            const progress = await answer.json();
            if (!progress.is_on_the_way) {
                window.location.reload();
                return;
            }
            shown.querySelector("[data-words]").textContent = progress.words;
            if (bar && progress.percent !== null) {
                bar.value = progress.percent;
            }
        } catch {
            // The server does not answer at the moment: asked again.
        }
        setTimeout(ask, 2000);
    };
    if (shown) {
        setTimeout(ask, 1000);
    }
}
