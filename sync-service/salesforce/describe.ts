/** What a user can do with an object: fields hidden by field security are absent (SF6). */
export interface Description {
  readonly name: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly fields: ReadonlyMap<string, FieldDescription>;
  /** Names of child relationships and junction lists (`TaskWhoIds`), which are not among the fields. */
  readonly childRelationships: ReadonlySet<string>;
}

export interface FieldDescription {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** Characters; 0 for what is no text. */
  readonly length: number;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly externalId: boolean;
  readonly restrictedPicklist: boolean;
  /** Active values of a picklist. */
  readonly values: readonly string[];
}

interface WireField {
  readonly name: string;
  readonly label?: string;
  readonly type?: string;
  readonly length?: number;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly filterable?: boolean;
  readonly externalId?: boolean;
  readonly restrictedPicklist?: boolean;
  readonly picklistValues?: readonly { readonly value: string; readonly active?: boolean }[];
}

export interface WireDescription {
  readonly name: string;
  readonly createable?: boolean;
  readonly updateable?: boolean;
  readonly fields: readonly WireField[];
  readonly childRelationships?: readonly { readonly relationshipName?: string | null; readonly junctionIdListNames?: readonly string[] }[];
}

export function describedBy(wire: WireDescription): Description {
  return {
    name: wire.name,
    createable: wire.createable ?? false,
    updateable: wire.updateable ?? false,
    fields: new Map(wire.fields.map((field) => [field.name, fieldOf(field)])),
    childRelationships: new Set(
      (wire.childRelationships ?? [])
        .flatMap(({ relationshipName, junctionIdListNames = [] }) => [relationshipName ?? "", ...junctionIdListNames])
        .filter((name) => name !== ""),
    ),
  };
}

function fieldOf(wire: WireField): FieldDescription {
  return {
    name: wire.name,
    label: wire.label ?? wire.name,
    type: wire.type ?? "string",
    length: wire.length ?? 0,
    createable: wire.createable ?? false,
    updateable: wire.updateable ?? false,
    filterable: wire.filterable ?? true,
    externalId: wire.externalId ?? false,
    restrictedPicklist: wire.restrictedPicklist ?? false,
    values: (wire.picklistValues ?? []).filter(({ active }) => active !== false).map(({ value }) => value),
  };
}

/** Descriptions of one user, asked anew after a while with their ETag, which costs a request but no body. */
export class DescriptionCache {
  readonly #held = new Map<string, { readonly description: Description; readonly etag: string | null; readonly until: number }>();
  readonly #asking = new Map<string, Promise<Description>>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** `ask` is given the ETag held and answers null when it still holds. */
  async get(
    object: string,
    ask: (etag: string | null) => Promise<{ readonly wire: WireDescription; readonly etag: string | null } | null>,
  ): Promise<Description> {
    const held = this.#held.get(object);
    if (held && this.#now().getTime() < held.until) return held.description;
    let asking = this.#asking.get(object);
    if (!asking) {
      asking = this.#ask(object, ask).finally(() => this.#asking.delete(object));
      this.#asking.set(object, asking);
    }
    return asking;
  }

  /** That of the object (or each) is asked anew before it is used again. */
  doubt(only: string | null): void {
    for (const [object, held] of this.#held) if (only === null || only === object) this.#held.set(object, { ...held, until: 0 });
  }

  async #ask(
    object: string,
    ask: (etag: string | null) => Promise<{ readonly wire: WireDescription; readonly etag: string | null } | null>,
  ): Promise<Description> {
    const held = this.#held.get(object);
    const answer = await ask(held?.etag ?? null);
    const until = this.#now().getTime() + GOOD_FOR_MS;
    if (!answer && held) {
      this.#held.set(object, { ...held, until });
      return held.description;
    }
    if (!answer) throw new Error("Salesforce says that a description holds which was never given.");
    const description = describedBy(answer.wire);
    this.#held.set(object, { description, etag: answer.etag, until });
    return description;
  }
}

/** An administrator's change of a field is noticed within this time. */
const GOOD_FOR_MS = 15 * 60_000;
