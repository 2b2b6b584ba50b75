"use strict";
const textOf = (row, column) => row.cells[column].dataset.value ?? row.cells[column].textContent;

function sort(table, header) {
  const column = header.cellIndex, ascending = header.getAttribute("aria-sort") !== "ascending";
  const rows = [...table.tBodies[0].rows];
  rows.sort((one, other) => {
    const a = textOf(one, column), b = textOf(other, column), x = Number(a), y = Number(b);
    if (a === "" || b === "") return (a === "") - (b === "");
    const order = Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y;
    return ascending ? order : -order;
  });
  table.tBodies[0].append(...rows);
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
}

function download(table, name) {
  const quote = text => /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const head = [...table.tHead.rows[0].cells].map(cell => quote(cell.dataset.value));
  const body = [...table.tBodies[0].rows].map(row => [...row.cells].map((cell, i) => quote(textOf(row, i))).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([[head.join(","), ...body].join("\n") + "\n"], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

for (const table of document.querySelectorAll("table[data-name]")) {
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sort(table, header));
  }
}
for (const button of document.querySelectorAll("button.download"))
  button.addEventListener("click", () => download(document.getElementById(button.dataset.table), button.dataset.file));

for (const frames of document.querySelectorAll(".frames")) {
  const slider = frames.querySelector("input"), shown = frames.querySelector("output"), panels = frames.querySelectorAll(".panels");
  slider.addEventListener("input", () => {
    panels.forEach((panel, k) => { panel.hidden = k !== Number(slider.value); });
    shown.textContent = panels[Number(slider.value)].dataset.time;
  });
}
function unfold() {
  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", unfold);
addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
unfold();
