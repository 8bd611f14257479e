"use strict";
// Symbols cross by name, or under a number that both sides know.

const { Dictionary, get, has, put } = require("./clean.cjs");
const { CannotCross, encodeText } = require("./values.cjs");
const { Malformed, expectNumber } = require("./wire.cjs");

const MAX_SYMBOLS = 10_000;
const { keyFor } = Symbol;
const registered = Symbol.for;
const known = new Dictionary();
for (const name of Reflect.ownKeys(Symbol)) {
  if (typeof Symbol[name] === "symbol") known.set(Symbol[name], name);
}

class Symbols {
  constructor(parity) {
    this.next = parity;
    this.numbers = new Dictionary();
    this.symbols = new Dictionary();
  }

  encode(symbol) {
    const name = get(known, symbol);
    if (name !== undefined) return `{"$js":["symbol","${name}"]}`;
    const key = keyFor(symbol);
    if (key !== undefined) return `{"$js":["symbol","for",${encodeText(key)}]}`;
    let number = get(this.numbers, symbol);
    if (number === undefined) {
      if (this.symbols.size >= MAX_SYMBOLS) throw new CannotCross(`more than ${MAX_SYMBOLS} symbols`);
      number = this.next;
      this.next += 2;
      this.add(number, symbol);
    }
    return `{"$js":["symbol",${number},${encodeText(symbol.description ?? "")}]}`;
  }

  add(number, symbol) {
    put(this.numbers, symbol, number);
    put(this.symbols, number, symbol);
    return symbol;
  }

  decode(body, textOf) {
    if (body[1] === "for") return registered(textOf(body[2]));
    if (typeof body[1] === "string") {
      const symbol = Symbol[body[1]];
      if (!has(known, symbol)) throw new Malformed("an unknown symbol");
      return symbol;
    }
    const number = expectNumber(body[1]);
    const symbol = get(this.symbols, number);
    if (symbol !== undefined) return symbol;
    if (this.symbols.size >= MAX_SYMBOLS) throw new Malformed("too many symbols");
    return this.add(number, Symbol(textOf(body[2])));
  }
}

module.exports = { Symbols };
