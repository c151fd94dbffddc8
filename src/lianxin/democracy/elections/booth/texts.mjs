/* What is written and hashed: compact JSON with fields in one order, big numbers as decimal text (specification, section 4).
   JSON.stringify writes the same bytes as the Python half of the ballotbox for everything that stands in an election. */
import { base64, sha256 } from "./hashing.mjs";
import { Wrong } from "./wrong.mjs";

const DECIMAL = /^(0|[1-9][0-9]{0,1233})$/;

export function compact(value) {
  return JSON.stringify(value);
}

/* The value of a JSON text. what: what it should have been, for people. A name that stands twice in one object is refused:
   two readers could take different ones. */
export function read(text, what) {
  try {
    const found = JSON.parse(text);
    if (namesOnce(text)) return found;
  } catch {
    /* said below */
  }
  throw new Wrong(`${what}不是完整的数据，可能没有复制全或者被改动过。`);
}

function namesOnce(text) {
  const inside = [];
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const sign = found[0];
    if (sign === "{" || sign === "[") inside.push(new Set());
    else if (sign === "}" || sign === "]") inside.pop();
    else if (found[1]) {
      const names = inside[inside.length - 1];
      const name = JSON.parse(sign.slice(0, sign.length - found[1].length));
      if (names.has(name)) return false;
      names.add(name);
    }
  }
  return true;
}

/* SHA-256 in base 64 without padding, 43 signs: of an election, of a ballot (its tracker) */
export function fingerprint(text) {
  return base64(sha256(text));
}

/* a number written as decimal text: no sign, no leading zero */
export function decimal(value, what) {
  if (typeof value !== "string" || !DECIMAL.test(value)) throw new Wrong(`${what}里有一个数写得不对。`);
  return BigInt(value);
}

/* an object with exactly these fields, the optional ones or not */
export function fields(value, what, names, optional = []) {
  const known = new Set([...names, ...optional]);
  const fits = value !== null && typeof value === "object" && !Array.isArray(value);
  if (!fits || names.some((name) => !has(value, name)) || Object.keys(value).some((name) => !known.has(name))) {
    throw new Wrong(`${what}缺少内容，或者有多余的内容。`);
  }
  return value;
}

export function has(value, name) {
  return Object.prototype.hasOwnProperty.call(value, name);
}

/* a list, of that many entries */
export function rows(value, what, count) {
  if (!Array.isArray(value) || (count !== undefined && value.length !== count)) throw new Wrong(`${what}的份数不对。`);
  return value;
}
