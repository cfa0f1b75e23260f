/** A query as it was written, with its nesting made plain. Paths are the names between dots, without the object's alias. */
export interface Select {
  readonly from: string;
  readonly scope: string | null;
  readonly fields: readonly Selected[];
  readonly where: Condition | null;
  readonly groupBy: readonly Expression[];
  readonly having: Condition | null;
  readonly orderBy: readonly Order[];
  readonly limit: number | null;
  readonly offset: number;
}

export type Path = readonly string[];

/** A field, or a function of a field: COUNT() has no path. */
export interface Expression {
  readonly path: Path | null;
  readonly fn: string | null;
}

export type Selected =
  | { readonly is: "field"; readonly expression: Expression; readonly alias: string | null }
  | { readonly is: "all"; readonly which: "ALL" | "STANDARD" | "CUSTOM" }
  | { readonly is: "children"; readonly select: Select }
  | { readonly is: "typeof"; readonly relationship: string; readonly branches: readonly Branch[] };

/** `object` is null for the ELSE branch. */
export interface Branch {
  readonly object: string | null;
  readonly fields: readonly Path[];
}

export interface Order {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsLast: boolean;
}

export type Operator = "=" | "!=" | "<" | ">" | "<=" | ">=" | "LIKE" | "IN" | "NOT IN" | "INCLUDES" | "EXCLUDES";

export type Condition =
  | { readonly is: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly is: "not"; readonly part: Condition }
  | { readonly is: "compare"; readonly expression: Expression; readonly operator: Operator; readonly literals: readonly Literal[] }
  | { readonly is: "within"; readonly path: Path; readonly negated: boolean; readonly select: Select };

export type Literal =
  | { readonly kind: "null" }
  /** `quoted` is the literal as written, which LIKE reads by itself. */
  | { readonly kind: "string"; readonly text: string; readonly quoted?: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly truth: boolean }
  | { readonly kind: "date"; readonly text: string }
  | { readonly kind: "datetime"; readonly text: string }
  /** TODAY, LAST_N_DAYS:30 … : a stretch of time that depends on the clock. */
  | { readonly kind: "period"; readonly name: string; readonly number: number };
