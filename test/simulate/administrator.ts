import type { Preset } from "../../shared/api/preset.ts";
import { completePreset } from "../../sync-service/store/presets.ts";
import type { Chance } from "./people.ts";
import { KINDS, type SimulatedKind } from "./plain-kinds.ts";

const PRESET_OF = { contact: "contacts", task: "tasks", event: "events" } as const;

const FLOWS = { on: true, create: "both", update: "both" } as const;

/**
 * Everything both ways, else as on a new installation; who wins, whether deletions go up, and how much of people is kept in step, by the seed.
 * @param breadth on its own, so that seeds of before it tell the same histories, where they are not broader
 */
export function presetOf(chance: Chance, breadth: Chance): Preset {
  const some = () => ({ ...FLOWS, winner: chance.of(["exchange", "salesforce"] as const), deleteInSalesforce: chance.is(0.6) });
  const { contacts, tasks, events, ...others } = completePreset({});
  const objects = chance.is(0.4) ? "both" : "contacts";
  const broader = { scope: breadth.is(0.25) ? ("visible" as const) : ("own" as const), furtherPhones: breadth.is(0.25) };
  return {
    ...others,
    contacts: { ...contacts, ...some(), objects, ...broader },
    tasks: { ...tasks, ...some() },
    events: { ...events, ...some() },
  };
}

/**
 * An administrator who tries things out. What people wrote while a direction was closed need not be the same on both sides: nobody
 * decided on it. He opens everything again before the history is over.
 */
export class Administrator {
  /** Of each kind: until when a direction was closed. Nothing here: it never was. */
  readonly closedUntil = new Map<SimulatedKind, number>();
  readonly #chance: Chance;
  readonly #closed = new Set<SimulatedKind>();
  readonly #touched = new Set<SimulatedKind>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Answers the preset from now on. */
  change(preset: Preset, at: number): Preset {
    const kind = this.#chance.of(KINDS);
    const name = PRESET_OF[kind];
    const before = preset[name];
    this.#touched.add(kind);
    if (this.#closed.has(kind)) return this.open(preset, at, kind);
    switch (this.#chance.upTo(4)) {
      case 0:
        return { ...preset, [name]: { ...before, winner: before.winner === "exchange" ? "salesforce" : "exchange" } };
      case 1:
        return { ...preset, [name]: { ...before, deleteInSalesforce: !before.deleteInSalesforce } };
      case 2:
        return { ...preset, [name]: { ...before, on: !before.on } };
      default: {
        this.#closed.add(kind);
        const [create, update] = [this.#chance.of(FLOW), this.#chance.of(FLOW)];
        return { ...preset, [name]: { ...before, create, update } };
      }
    }
  }

  /** Both ways again, and on. */
  open(preset: Preset, at: number, only?: SimulatedKind): Preset {
    let next = preset;
    for (const kind of only ? [only] : KINDS) {
      if (this.#closed.delete(kind)) this.closedUntil.set(kind, at);
      next = { ...next, [PRESET_OF[kind]]: { ...next[PRESET_OF[kind]], ...FLOWS } };
    }
    return next;
  }

  /** Who wins; null where he ever changed anything about the kind. */
  onlyWinner(preset: Preset, kind: SimulatedKind): "exchange" | "salesforce" | null {
    const { winner } = preset[PRESET_OF[kind]];
    return this.#touched.has(kind) || winner === "newest" || winner === "ask" ? null : winner;
  }

  isOn(preset: Preset, kind: SimulatedKind): boolean {
    return preset[PRESET_OF[kind]].on;
  }
}

const FLOW = ["both", "to-outlook", "to-salesforce", "off"] as const;
