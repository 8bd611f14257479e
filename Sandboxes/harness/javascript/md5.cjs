"use strict";
// What programs name `js-md5`, where no such module lies beside them: one function.
const { createHash } = require("crypto");
const Module = require("module");

const bytes = (message) =>
  typeof message === "string" ? message
    : message instanceof ArrayBuffer ? Buffer.from(message)
      : ArrayBuffer.isView(message) || Array.isArray(message) ? Uint8Array.from(message)
        : undefined;

function md5(message) {
  const given = bytes(message);
  if (given === undefined) throw new Error("input is invalid type");
  return createHash("md5").update(given).digest("hex");
}
md5.hex = md5.md5 = md5;

const load = Module._load;
Module._load = function (name, ...rest) {
  try {
    return Reflect.apply(load, this, [name, ...rest]);
  } catch (error) {
    if (name === "js-md5" && error?.code === "MODULE_NOT_FOUND") return md5;
    throw error;
  }
};
