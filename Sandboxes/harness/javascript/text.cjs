"use strict";
// What the tests' text says about how they use the source: read once, when something hangs on it.

const { PLAIN } = require("./names.cjs");

const TOKEN = new RegExp([
  "(?<space>\\s+|//[^\\n]*|/\\*[\\s\\S]*?\\*/)",
  "(?<text>\"(?:[^\"\\\\\\n]|\\\\[\\s\\S])*\"|'(?:[^'\\\\\\n]|\\\\[\\s\\S])*'|`(?:[^`\\\\]|\\\\[\\s\\S])*`)",
  "(?<name>[\\p{ID_Start}$_][\\p{ID_Continue}$]*)",
  "(?<number>\\.?\\d[\\w.]*)",
  "(?<sign>\\?\\.(?!\\d)|=>|\\.\\.\\.|[=!<>]=+|\\+\\+|--|[\\s\\S])",
].join("|"), "uy");
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
const BEFORE_PATTERN = new Set(["return", "typeof", "case", "in", "of", "new", "delete", "void", "await",
  "yield", "else", "do", "throw"]);
const WORDS = new Set([...BEFORE_PATTERN, "if", "for", "while", "switch", "catch", "with", "function",
  "const", "let", "var", "class", "async", "static", "get", "set", "instanceof", "import", "from", "as"]);
const OPEN = new Map([[")", "("], ["]", "["], ["}", "{"]]);
const MAX_TOKENS = 500_000;

function tokens(source) {
  const found = [];
  let isNewLine = true;
  for (let place = 0; place < source.length && found.length < MAX_TOKENS; ) {
    const last = found.at(-1);
    const isValue = last !== undefined && (last.kind === "text" || last.kind === "number"
      || last.kind === "name" && !BEFORE_PATTERN.has(last.text) || last.text === ")" || last.text === "]"
      || last.text === "}");
    PATTERN.lastIndex = TOKEN.lastIndex = place;
    const isComment = /^\/[/*]/.test(source.slice(place, place + 2));
    const pattern = isValue || isComment || source[place] !== "/" ? null : PATTERN.exec(source);
    const match = pattern ?? TOKEN.exec(source);
    const text = match[0];
    place += text.length || 1;
    if (pattern === null && match.groups.space !== undefined) {
      isNewLine ||= text.includes("\n");
      continue;
    }
    const kind = pattern !== null || match.groups.text !== undefined ? "text"
      : match.groups.name !== undefined ? "name" : match.groups.number !== undefined ? "number" : "sign";
    // Code within a template is code, too.
    const inner = text[0] === "`" ? [...text.matchAll(/\$\{([^{}]*)\}/g)].map((part) => part[1]) : [];
    found.push({ text, kind, isNewLine });
    isNewLine = false;
    for (const code of inner) found.push({ text: ",", kind: "sign", isNewLine }, ...tokens(code));
  }
  return found;
}

class Text {
  constructor(source) {
    this.source = source;
  }

  read() {
    if (this.list !== undefined) return this;
    this.list = tokens(this.source);
    // Names they bind, those of modules, and of what they make with `new`; members that they define.
    this.bound = new Set();
    this.modules = new Set(["require", "import"]);
    this.fresh = new Set();
    this.own = new Set();
    this.methods = new Set();
    this.stale = new Set();
    this.taken = new Set();
    this.texts = new Set();
    this.calls = new Map();
    this.match();
    for (let i = 0; i < this.list.length; i += 1) this.note(i);
    for (let i = 0; i < this.list.length; i += 1) this.noteCall(i);
    return this;
  }

  at(place) {
    return this.list[place]?.text;
  }

  // Where each bracket has its other.
  match() {
    this.other = new Map();
    const open = [];
    for (let i = 0; i < this.list.length; i += 1) {
      const { text, kind } = this.list[i];
      if (kind !== "sign") continue;
      if (text === "(" || text === "[" || text === "{") open.push(i);
      else if (OPEN.has(text) && open.length > 0 && this.at(open.at(-1)) === OPEN.get(text)) {
        const first = open.pop();
        this.other.set(first, i);
        this.other.set(i, first);
      }
    }
  }

  isName(place) {
    const token = this.list[place];
    return token?.kind === "name" && !WORDS.has(token.text);
  }

  note(place) {
    const { text, kind } = this.list[place];
    if (kind === "text") this.texts.add(text.slice(1, -1));
    const isImport = text === "import" && this.at(place + 1) !== "(";
    if (text === "const" || text === "let" || text === "var" || isImport) this.noteBinding(place);
    if (text === "(") this.noteParameters(place);
    if (!this.isName(place)) return;
    const before = this.at(place - 1);
    const after = this.at(place + 1);
    if (after === "=>" || before === "class" || before === "function") this.bound.add(text);
    if (after === "=" && !["const", "let", "var", ".", ","].includes(before)) this.renew(text, this.at(place + 2));
    if (after === ":" && before !== "?" || before === "." && after === "=") this.own.add(text);
  }

  // What a name stands for: always something made with `new`, or else as well.
  renew(name, first) {
    if (first === "new") this.fresh.add(name);
    else this.stale.add(name);
  }

  noteBinding(place) {
    const names = [];
    let end = place + 1;
    for (; end < this.list.length && end < place + 200; end += 1) {
      if (this.at(end) === "=" || this.at(end) === ";" || this.at(end) === "of" || this.at(end) === "in") break;
      if (this.isName(end)) names.push(this.at(end));
    }
    const isPattern = this.at(place + 1) === "{" && this.at(end) === "=";
    const isModule = this.at(place) === "import" || this.at(end + 1) === "require";
    for (const name of names) {
      this.bound.add(name);
      if (isModule) this.modules.add(name);
      if (isPattern && !isModule) this.taken.add(name);
      if (this.at(end) === "=" || this.at(end) === "of") this.renew(name, this.at(end + 1));
    }
  }

  // The names within brackets before `=>` or a body; a method's name is a member that the tests define.
  noteParameters(place) {
    const end = this.other.get(place);
    const after = this.at(end + 1);
    if (end === undefined || after !== "=>" && after !== "{") return;
    const before = this.at(place - 1);
    if (["if", "for", "while", "switch", "with"].includes(before)) return;
    for (let i = place + 1; i < end; i += 1) if (this.isName(i)) this.bound.add(this.at(i));
    if (after === "{" && this.list[place - 1]?.kind === "name" && this.at(place - 2) !== ".") {
      this.own.add(before);
      this.bound.add(before);
      if (this.at(place - 2) !== "function" && before !== "function") this.methods.add(before);
    }
  }

  // Where a chain such as `a.b(1)[2]` begins, of which the token before `place` is the last.
  chain(place) {
    let start = place;
    let hasCall = false;
    for (;;) {
      const last = this.at(start - 1);
      if (last === ")" || last === "]") {
        if (!this.other.has(start - 1)) return { start, hasCall };
        start = this.other.get(start - 1);
        const before = this.list[start - 1];
        const isPart = before !== undefined && (this.isName(start - 1) || before.text === ")" || before.text === "]"
          || before.text === "?." || before.text === "import");
        hasCall ||= last === ")" ;
        if (!isPart) return { start, hasCall };
      } else if (this.list[start - 1]?.kind === "name" || this.list[start - 1]?.kind === "text") {
        start -= 1;
        if (this.at(start - 1) !== "." && this.at(start - 1) !== "?.") return { start, hasCall };
      } else if (last === "." || last === "?.") {
        start -= 1;
      } else {
        return { start, hasCall };
      }
    }
  }

  noteCall(place) {
    const dot = this.at(place - 1);
    const name = this.at(place);
    const isBare = dot !== "." && dot !== "?.";
    if (isBare && !this.taken.has(name) || this.list[place].kind !== "name") return;
    const open = this.at(place + 1) === "?." ? place + 2 : place + 1;
    if (this.at(open) !== "(" || !this.other.has(open)) return;
    const { start, hasCall } = isBare ? { start: place, hasCall: false } : this.chain(place - 1);
    const call = this.calls.get(name) ?? { isUsed: false, isOfObject: false, isDirect: true };
    if (isBare) this.takesMethods = true;
    this.calls.set(name, call);
    call.isUsed ||= !this.isStatement(start, this.other.get(open));
    const base = this.at(start);
    const isFresh = this.fresh.has(base) && !this.stale.has(base);
    const isMade = this.at(start - 1) === "new" || isFresh;
    call.isDirect &&= isFresh && place === start + 2;
    const isModule = this.modules.has(base) && (base === "require" || !hasCall);
    const isBound = this.bound.has(base) || this.list[start].kind !== "name";
    call.isOfObject ||= !isMade && !isModule && (isBound || hasCall) && !["JSON", "Object", "Array", "Promise",
      "process", "Math", "this"].includes(base);
  }

  // Whether nothing uses what an expression gives.
  isStatement(start, end) {
    if (this.at(start - 1) === "await") start -= 1;
    const before = this.list[start - 1];
    const after = this.list[end + 1];
    const ends = after === undefined || after.text === ";" || after.text === "}"
      || after.isNewLine && after.kind === "name" && after.text !== "instanceof" && after.text !== "in";
    if (!ends) return false;
    if (before === undefined || [";", "{", "}", "else", "do"].includes(before.text)) return true;
    if (before.text === ")") {
      const head = this.at(this.other.get(start - 1) - 1);
      if (["if", "for", "while"].includes(head)) return true;
    }
    const isOpen = before.kind === "sign" && ![")", "]", "}"].includes(before.text)
      || BEFORE_PATTERN.has(before.text);
    return this.list[start].isNewLine && !isOpen;
  }

  // Whether the tests call what plain data has not, on what they got from the source.
  expectsObjects() {
    this.read();
    this.expects ??= this.takesMethods === true || [...this.calls].some(([name, call]) =>
      call.isOfObject && !PLAIN.has(name) && !this.own.has(name));
    return this.expects;
  }

  // Whether they call a method of this name and never use what it answers.
  drops(name) {
    return this.read().calls.get(name)?.isUsed === false;
  }

  // Whether they call it on nothing but what they made with `new`.
  asksDirectly(name) {
    return this.read().calls.get(name)?.isDirect === true;
  }

  // Whether they define a method of this name.
  defines(name) {
    return this.read().methods.has(name);
  }

  // Whether they hand the name over as a text.
  tells(name) {
    return this.read().texts.has(name);
  }
}

module.exports = { Text };
