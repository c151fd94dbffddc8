/* The recovery sheet of a scrutineer: a seed in groups of four digits of base 58, each with a check digit that also knows the place
   of its group, so that a wrong or swapped group is named when the sheet is typed in. */
import { ALPHABET, bare, known } from "./credentials.mjs";
import { Wrong, need } from "./wrong.mjs";

const PART = 4;
const WEIGHTS = [1, 3, 5, 7];
const PLACE = 11;

/* groups of a seed, in order */
export function sheetOf(seed) {
  return seed.match(/.{1,4}/g).map((part, at) => part + check(part, at));
}

/* weights prime to 58: every single wrong digit changes the sum */
function check(part, at) {
  const sum = [...part].reduce((all, digit, i) => all + WEIGHTS[i] * ALPHABET.indexOf(digit), PLACE * (at + 1));
  return ALPHABET[sum % ALPHABET.length];
}

/* The seed that somebody typed from the sheet. lengths: of seeds that may be meant. The message names the group that is wrong, and
   so does `group` of the error, from 1. */
export function readSheet(typed, lengths) {
  const groups = split(String(typed));
  const seed = groups.map((group, at) => {
    const name = `恢复单第 ${at + 1} 组`;
    known(group, name);
    const last = at === groups.length - 1;
    const fits = group.length === PART + 1 || (last && group.length > 1 && group.length <= PART);
    need(fits, `${name}应有 ${PART + 1} 个字符，现在是 ${group.length} 个。`, { group: at + 1 });
    const part = group.slice(0, -1);
    need(check(part, at) === group.slice(-1), `${name}有字符输错了，请对照恢复单核对，注意大小写。`, { group: at + 1 });
    return part;
  });
  const found = seed.join("");
  if (!lengths.includes(found.length)) throw new Wrong(`恢复单没有输完整：现在有 ${groups.length} 组。`);
  return found;
}

/* where the sheet was typed with gaps, these are its groups; otherwise every five signs are one */
function split(typed) {
  const parts = typed.split(/[\s\u3000\-—－]+/).map(bare).filter(Boolean);
  need(parts.length, "请输入恢复单上的内容。");
  if (parts.length > 1) return parts;
  return parts[0].match(/.{1,5}/g);
}
