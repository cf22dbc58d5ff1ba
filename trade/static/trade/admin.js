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
        for (const icon of root.querySelectorAll("a > .date-icon, a > .clock-icon")) {
            icon.parentElement.setAttribute("aria-label", icon.title);
        }
        for (const choice of root.querySelectorAll(".actions select:not([aria-label])")) {
            choice.setAttribute("aria-label", choice.labels?.[0]?.innerText.trim() || choice.name);
        }
    };

    // On a phone a row is a card, and a value needs the name of its column beside it.
    const labelValues = () => {
        const list = document.getElementById("result_list");
        if (!list) {
            return;
        }
        const names = [...list.querySelectorAll("thead th")].map(
            (head) => (head.querySelector(".text")?.innerText ?? "").trim().toLowerCase(),
        );
        list.setAttribute("role", "table");
        for (const row of list.rows) {
            row.setAttribute("role", "row");
            [...row.cells].forEach((cell, number) => {
                const head = cell.closest("thead") ? "columnheader" : "rowheader";
                cell.setAttribute("role", cell.tagName === "TH" ? head : "cell");
                if (cell.tagName === "TD" && names[number]) {
                    cell.dataset.label = names[number];
                    cell.classList.toggle("empty", ["", "–"].includes(cell.innerText.trim()) && !cell.firstElementChild);
                }
            });
        }
    };

    // select2 draws its fields when the page is ready, and again in each row that is added.
    const soon = (root) => setTimeout(() => nameTheNameless(root), 0);
    labelValues();
    window.addEventListener("load", () => soon(document));
    // Django gives the focus of a form, and a label that of its field, to the select that select2
    // hides from screen readers: it is passed on to what select2 shows.
    const passOn = (select) => {
        const shown = select.nextElementSibling?.querySelector("[role=combobox], .select2-search__field");
        if (select.classList.contains("select2-hidden-accessible")) {
            shown?.focus();
        } else {
            select.blur();
            window.addEventListener("load", () => setTimeout(() => passOn(select), 0));
        }
    };
    document.addEventListener("focusin", (event) => {
        if (event.target.matches("select.admin-autocomplete")) {
            passOn(event.target);
        }
    });
    if (document.activeElement?.matches("select.admin-autocomplete")) {
        passOn(document.activeElement);
    }

    // Django draws the calendars of all rows again when one is added.
    document.addEventListener("formset:added", () => soon(document));
    document.addEventListener("change", (event) => {
        if (event.target.matches("select.admin-autocomplete")) {
            soon(event.target.parentElement);
        }
    });
}
