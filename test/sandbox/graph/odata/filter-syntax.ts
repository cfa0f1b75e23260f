import { badRequest, type GraphError } from "../graph-error.ts";

export type Operator = "eq" | "ne" | "gt" | "ge" | "lt" | "le";
export type FunctionName = "contains" | "startswith" | "endswith";
export type Literal = string | number | boolean | null;

export type Operand =
  | { readonly is: "path"; readonly path: readonly string[] }
  | { readonly is: "literal"; readonly value: Literal; readonly quoted: boolean }
  | { readonly is: "folded"; readonly to: "lower" | "upper"; readonly of: Operand }
  | { readonly is: "cast"; readonly of: Operand };

export type Filter =
  | { readonly is: "and" | "or"; readonly left: Filter; readonly right: Filter }
  | { readonly is: "not"; readonly of: Filter }
  | { readonly is: "compare"; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly is: "call"; readonly name: FunctionName; readonly left: Operand; readonly right: Operand }
  | { readonly is: "in"; readonly left: Operand; readonly values: readonly Literal[] }
  | { readonly is: "bare"; readonly operand: Operand }
  | { readonly is: "any" | "all"; readonly path: readonly string[]; readonly variable: string; readonly of: Filter | null };

const OPERATORS: ReadonlySet<string> = new Set(["eq", "ne", "gt", "ge", "lt", "le"]);
const FUNCTIONS: ReadonlySet<string> = new Set(["contains", "startswith", "endswith"]);
const TOKEN =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<instant>\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_@][\w.@-]*)|(?<sign>[(),:/]))/uy;

interface Token {
  readonly is: "text" | "instant" | "number" | "word" | "sign";
  readonly value: string;
  readonly at: number;
}

/** Reads a `$filter`. @throws GraphError 400 on a syntax error, in the words of the real one. */
export function parseFilter(source: string): Filter {
  const parser = new Parser(source);
  const filter = parser.or();
  parser.end();
  return filter;
}

function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(source)?.groups;
    if (!groups) throw syntaxError(at, source);
    for (const is of ["text", "instant", "number", "word", "sign"] as const) {
      const value = groups[is];
      if (value !== undefined) found.push({ is, value: is === "text" ? value.slice(1, -1).replaceAll("''", "'") : value, at });
    }
  }
  return found;
}

function syntaxError(at: number, source: string): GraphError {
  return badRequest(`Invalid filter clause: Syntax error at position ${at} in '${source}'.`);
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokens(source);
  }

  or(): Filter {
    let left = this.#and();
    while (this.#takesWord("or")) left = { is: "or", left, right: this.#and() };
    return left;
  }

  end(): void {
    if (this.#peek()) throw this.#error();
  }

  #and(): Filter {
    let left = this.#unary();
    while (this.#takesWord("and")) left = { is: "and", left, right: this.#unary() };
    return left;
  }

  #unary(): Filter {
    if (this.#takesWord("not")) return { is: "not", of: this.#unary() };
    if (this.#isSign("(")) {
      this.#at += 1;
      const inner = this.or();
      this.#sign(")");
      return inner;
    }
    const name = this.#peek()?.value.toLowerCase() ?? "";
    if (this.#peek()?.is === "word" && FUNCTIONS.has(name) && this.#isSign("(", 1)) return this.#call(name as FunctionName);
    const operand = this.#operand();
    if (operand.is === "path" && this.#isSign("(")) return this.#lambda(operand.path);
    const operator = this.#peek()?.value.toLowerCase() ?? "";
    if (this.#peek()?.is === "word" && OPERATORS.has(operator)) {
      this.#at += 1;
      return { is: "compare", operator: operator as Operator, left: operand, right: this.#operand() };
    }
    if (this.#takesWord("in")) return { is: "in", left: operand, values: this.#values() };
    return { is: "bare", operand };
  }

  #call(name: FunctionName): Filter {
    this.#at += 1;
    this.#sign("(");
    const left = this.#operand();
    this.#sign(",");
    const right = this.#operand();
    this.#sign(")");
    return { is: "call", name, left, right };
  }

  /** `path/any(x: …)`; the path's last part is the quantifier, in any letter case. */
  #lambda(path: readonly string[]): Filter {
    const quantifier = path.at(-1)?.toLowerCase();
    if (quantifier !== "any" && quantifier !== "all") throw this.#error();
    this.#sign("(");
    if (this.#isSign(")")) {
      this.#at += 1;
      return { is: quantifier, path: path.slice(0, -1), variable: "", of: null };
    }
    const variable = this.#next("word").value;
    this.#sign(":");
    const of = this.or();
    this.#sign(")");
    return { is: quantifier, path: path.slice(0, -1), variable, of };
  }

  #values(): readonly Literal[] {
    const values: Literal[] = [];
    this.#sign("(");
    do {
      const operand = this.#operand();
      if (operand.is !== "literal") throw this.#error();
      values.push(operand.value);
    } while (this.#takesSign(","));
    this.#sign(")");
    return values;
  }

  #operand(): Operand {
    const token = this.#peek();
    if (!token) throw this.#error();
    if (token.is === "word" && this.#isSign("(", 1)) {
      const name = token.value.toLowerCase();
      if (name === "tolower" || name === "toupper" || name === "cast") {
        this.#at += 1;
        this.#sign("(");
        const of = this.#operand();
        if (name === "cast") {
          this.#sign(",");
          this.#next("word");
        }
        this.#sign(")");
        return name === "cast" ? { is: "cast", of } : { is: "folded", to: name === "tolower" ? "lower" : "upper", of };
      }
    }
    this.#at += 1;
    switch (token.is) {
      case "text":
        return { is: "literal", value: token.value, quoted: true };
      case "instant":
        return { is: "literal", value: token.value, quoted: false };
      case "number":
        return { is: "literal", value: Number(token.value), quoted: false };
      case "sign":
        throw this.#error(token.at);
      case "word":
        return this.#word(token.value);
    }
  }

  #word(first: string): Operand {
    if (first === "null") return { is: "literal", value: null, quoted: false };
    if (first === "true" || first === "false") return { is: "literal", value: first === "true", quoted: false };
    const path = [first];
    while (this.#isSign("/")) {
      this.#at += 1;
      path.push(this.#next("word").value);
    }
    return { is: "path", path };
  }

  #peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  #next(is: Token["is"]): Token {
    const token = this.#peek();
    if (token?.is !== is) throw this.#error();
    this.#at += 1;
    return token;
  }

  #isSign(sign: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token?.is === "sign" && token.value === sign;
  }

  #takesSign(sign: string): boolean {
    if (!this.#isSign(sign)) return false;
    this.#at += 1;
    return true;
  }

  #sign(sign: string): void {
    if (!this.#takesSign(sign)) throw this.#error();
  }

  #takesWord(word: string): boolean {
    const token = this.#peek();
    if (token?.is !== "word" || token.value.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #error(at = this.#peek()?.at ?? this.#source.length): GraphError {
    return syntaxError(at, this.#source);
  }
}
