// Names for what screen readers would otherwise read without one (Django ticket 36509 and select2).
"use strict";
{
    const nameTheNameless = (root) => {
        for (const box of root.querySelectorAll("#result_list input, #result_list select")) {
            if (!box.labels?.length && !box.hasAttribute("aria-label")) {
                const row = box.closest("tr")?.querySelector("th");
                const column = box.closest("td, th")?.className.replace(/^.*(?:field|column)-/, "");
                box.setAttribute("aria-label", `${column ?? ""} ${row?.innerText ?? ""}`.trim());
            }
        }
        for (const select of root.querySelectorAll("select.admin-autocomplete")) {
            const label = select.labels?.[0];
            const shown = select.nextElementSibling;
            if (!label || !shown?.classList.contains("select2")) {
                continue;
            }
            const words = label.innerText.replace(/:$/, "");
            for (const part of shown.querySelectorAll("[role=combobox], [role=searchbox]")) {
                part.removeAttribute("aria-labelledby");
                const chosen = select.multiple ? "" : select.selectedOptions[0]?.text ?? "";
                part.setAttribute("aria-label", chosen ? `${words}: ${chosen}` : words);
            }
        }
        for (const choice of root.querySelectorAll(".actions select:not([aria-label])")) {
            choice.setAttribute("aria-label", choice.labels?.[0]?.innerText.trim() || choice.name);
        }
    };

    // select2 draws its fields when the page is ready, and again in each row that is added.
    const soon = (root) => setTimeout(() => nameTheNameless(root), 0);
    window.addEventListener("load", () => soon(document));
    document.addEventListener("formset:added", (event) => soon(event.target));
    document.addEventListener("change", (event) => {
        if (event.target.matches("select.admin-autocomplete")) {
            soon(event.target.parentElement);
        }
    });
}
