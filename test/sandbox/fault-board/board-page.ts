import { FAULT_KINDS, type FaultBoard } from "../base/faults.ts";
import { escaped, page } from "../html.ts";
import type { BoardEvent } from "./events.ts";
import { KINDS, PLACES } from "./fault-form.ts";

const button = (action: string, label: string, more = ""): string =>
  `<form class="inline" method="post" action="${action}">${more}<button>${escaped(label)}</button></form>`;

/** The board as a page: what is planted, a form to plant more, and what can be made to happen. `now` is the stand-ins' time. */
export function boardPage(faults: FaultBoard, events: readonly BoardEvent[], now: Date): string {
  const rows = faults.list().map(({ id, fault, hits }) => {
    const words = [
      fault.method,
      fault.path,
      fault.probability === undefined ? "always" : `chance ${fault.probability}`,
      fault.ms === undefined ? "" : `${fault.ms} ms`,
    ];
    const when = escaped(words.filter(Boolean).join(", "));
    const struck = `${hits}${fault.times === undefined ? "" : ` of ${fault.times}`}`;
    return `<tr><td>${fault.kind}<td>${fault.on ?? "everywhere"}<td>${when}<td>${struck}<td>${button(`/faults/${id}/lift`, "Lift")}</tr>`;
  });
  return page(
    "Faults",
    `<table><tr><th>Kind<th>Where<th>When<th>Struck<th></tr>${rows.join("") || "<tr><td colspan=5>None is planted: everything works.</tr>"}</table>
    ${button("/faults/clear", "Lift all")}
    <h2>Plant one</h2>${plantForm()}
    <h2>Let something happen</h2>
    <p>It is ${escaped(now.toISOString())} at Microsoft and Salesforce.</p>
    <table>${events.map(eventRow).join("")}</table>
    <h2>What the kinds mean</h2>
    <dl>${KINDS.map((kind) => `<dt>${kind}<dd>${escaped(FAULT_KINDS[kind])}`).join("")}</dl>
    <p><a href="/">Back</a></p>`,
  );
}

function plantForm(): string {
  const options = (list: readonly string[]): string => list.map((one) => `<option>${one}</option>`).join("");
  return `<form method="post" action="/faults">
      <label>Kind <select name="kind">${options(KINDS)}</select></label>
      <label>Where <select name="on"><option value="">everywhere</option>${options(PLACES)}</select></label>
      <label>Method <input name="method" size="6" placeholder="any"></label>
      <label>Path (a regular expression) <input name="path" placeholder="any"></label>
      <label>Chance <input name="probability" type="number" min="0" max="1" step="0.01" placeholder="always"></label>
      <label>At most so many times <input name="times" type="number" min="1" placeholder="no end"></label>
      <label>Milliseconds, where the kind has them <input name="ms" type="number" min="0" value="1000"></label>
      <button>Plant</button>
    </form>`;
}

function eventRow({ id, label, meaning, number }: BoardEvent): string {
  const field = number === undefined ? "" : `<label>${escaped(number)} <input name="number" type="number" required></label>`;
  return `<tr><td>${button(`/faults/events/${id}`, label, field)}<td>${escaped(meaning)}</tr>`;
}
