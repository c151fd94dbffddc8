/* Verifiable shuffles of ranked ballots: CHVote 1.3.2 as in section 6 of the specification, tables 1 to 13. A scrutineer mixes and
   encrypts anew, and proves that no ballot was added, taken away or changed. Letters of the tables name the numbers of the proof. */
import { hex, sha256, toNumber } from "./hashing.mjs";
import { mod, permutation, power, powers, product } from "./numbers.mjs";
import { plainPair, readPair } from "./proofs.mjs";
import { compact, decimal, fields, read, rows } from "./texts.mjs";
import { need } from "./wrong.mjs";

const WHAT = "打乱的结果";

/* text to hand in. lists: ciphertexts of each ranked question; told: called with how many ballots are done */
export function shuffle(election, lists, told = () => {}) {
  const made = lists.map((list) => mix(election, list, told));
  return compact({
    ciphertexts: made.map(({ mixed }) => mixed.map(plainPair)),
    proofs: made.map(({ proof }) => plainShuffleProof(proof)),
  });
}

function plainShuffleProof({ t, s, c, cHat }) {
  const texts = (numbers) => numbers.map(String);
  const deep = (part) => part.map((one) => (Array.isArray(one) ? texts(one) : String(one)));
  return [deep(t), deep(s), texts(c), texts(cHat)];
}

/* The lists in their new order; refuses a text that is not in its one form or whose proof does not hold. */
export function checkShuffle(election, lists, text, told = () => {}) {
  const found = fields(read(text, WHAT), WHAT, ["ciphertexts", "proofs"]);
  const mixed = rows(found.ciphertexts, WHAT, lists.length).map((list, at) =>
    rows(list, WHAT, lists[at].length).map((pair) => readPair(pair, WHAT)),
  );
  const proofs = rows(found.proofs, WHAT, lists.length).map((proof, at) => readShuffleProof(proof, lists[at].length));
  const again = { ciphertexts: mixed.map((list) => list.map(plainPair)), proofs: proofs.map(plainShuffleProof) };
  need(compact(again) === text, `${WHAT}的写法不是规定的样子。`);
  lists.forEach((list, at) => need(holds(election, list, mixed[at], proofs[at], told), "有一次打乱的证明不成立。"));
  return mixed;
}

function readShuffleProof(value, n) {
  const number = (one) => decimal(one, WHAT);
  const numbers = (list, count) => rows(list, WHAT, count).map(number);
  const [t, s, c, cHat] = rows(value, WHAT, 4);
  const [t1, t2, t3, t4, tHat] = rows(t, WHAT, 5);
  const [s1, s2, s3, s4, sHat, sPrime] = rows(s, WHAT, 6);
  return {
    t: [number(t1), number(t2), number(t3), numbers(t4, 2), numbers(tHat, n)],
    s: [number(s1), number(s2), number(s3), number(s4), numbers(sHat, n), numbers(sPrime, n)],
    c: numbers(c, n),
    cHat: numbers(cHat, n),
  };
}

function mix(election, e, told) {
  const { group, key } = election;
  const order = permutation(e.length);
  const r = e.map(() => group.random());
  const anew = e.map(({ alpha, beta }, i) => {
    told(1);
    return { alpha: group.times(alpha, group.fixed(group.g, r[i])), beta: group.times(beta, group.fixed(key, r[i])) };
  });
  const mixed = order.map((j) => anew[j]);
  return { mixed, proof: prove(election, e, mixed, r, order) };
}

/* Table 4. order[i]: which of `e` stands at place i of `mixed`. Every link of the chain is known as g^a · h^b, so that only
   powers of g, h and the key are needed beside three long products. */
function prove(election, e, mixed, rAnew, order) {
  const { group, key, fingerprint: phi } = election;
  const { g, p, q } = group;
  const { h, hs } = generators(group, e.length);
  const { c, r } = commit(group, hs, order);
  const shown = pairList(e) + pairList(mixed) + list(c);
  const u = challenges(group, e.length, `shuffle-challenges|${phi}|${shown}`);
  const uMixed = order.map((j) => u[j]);
  const chain = chained(group, h, uMixed);
  const w = [1, 2, 3, 4].map(() => group.random());
  const [wHat, wPrime] = [e, e].map((all) => all.map(() => group.random()));
  const along = (name) => powers(mixed.map((pair) => pair[name]), wPrime, p);
  const t4 = [group.times(group.fixed(key, -w[3]), along("beta")), group.times(group.fixed(g, -w[3]), along("alpha"))];
  const tHat = wHat.map((a, i) => {
    const before = chain.links[i];
    return group.times(group.fixed(g, a + wPrime[i] * before.a), group.fixed(h, wPrime[i] * before.b));
  });
  const t3 = group.times(group.fixed(g, w[2]), powers(hs, wPrime, p));
  const t = [group.fixed(g, w[0]), group.fixed(g, w[1]), t3, t4, tHat];
  const x = group.scalar(`shuffle-challenge|${phi}|${commitments(t)}${shown}${list(chain.cHat)}${key}`);
  const v = tails(uMixed, q);
  const s = [
    mod(w[0] + x * r.reduce((one, other) => one + other, 0n), q),
    mod(w[1] + x * dot(chain.r, v), q),
    mod(w[2] + x * dot(r, u), q),
    mod(w[3] + x * dot(rAnew, u), q),
    wHat.map((a, i) => mod(a + x * chain.r[i], q)),
    wPrime.map((a, i) => mod(a + x * uMixed[i], q)),
  ];
  return { t, s, c, cHat: chain.cHat };
}

/* for each place the product of everything behind it */
function tails(u, q) {
  const v = u.map(() => 1n);
  for (let i = u.length - 2; i >= 0; i -= 1) v[i] = mod(u[i + 1] * v[i + 1], q);
  return v;
}

/* Table 9: where each ballot goes, under one random exponent each */
function commit(group, hs, order) {
  const r = order.map(() => 0n);
  const c = order.map(() => 0n);
  order.forEach((j, i) => {
    r[j] = group.random();
    c[j] = group.times(group.fixed(group.g, r[j]), hs[i]);
  });
  return { c, r };
}

/* Table 12; links[i] = {a, b}: what stands before place i is g^a · h^b */
function chained(group, h, u) {
  const links = [{ a: 0n, b: 1n }];
  const r = u.map(() => group.random());
  const cHat = u.map((one, i) => {
    const before = links[i];
    const link = { a: mod(r[i] + one * before.a, group.q), b: mod(one * before.b, group.q) };
    links.push(link);
    return group.times(group.fixed(group.g, link.a), group.fixed(h, link.b));
  });
  return { cHat, r, links };
}

/* Table 5, and that every number belongs where it stands */
function holds(election, e, mixed, proof, told) {
  const { group, key, fingerprint: phi } = election;
  const { t, s, c, cHat } = proof;
  const elements = [...c, ...cHat, t[0], t[1], t[2], ...t[3], ...t[4], ...mixed.flatMap(({ alpha, beta }) => [alpha, beta])];
  if (![...s.slice(0, 4), ...s[4], ...s[5]].every((one) => group.isScalar(one))) return false;
  if (!elements.every((one) => group.holds(one))) return false;
  if (!e.length) return true;
  const { h, hs } = generators(group, e.length);
  const shown = pairList(e) + pairList(mixed) + list(c);
  const u = challenges(group, e.length, `shuffle-challenges|${phi}|${shown}`);
  const x = group.scalar(`shuffle-challenge|${phi}|${commitments(t)}${shown}${list(cHat)}${key}`);
  return sumsHold(group, { e, mixed, proof, key, h, hs, u, x }) && chainHolds(group, h, proof, x, told);
}

function sumsHold(group, { e, mixed, proof, key, h, hs, u, x }) {
  const { g, p, q } = group;
  const { t: [t1, t2, t3, t4], s: [s1, s2, s3, s4, , sPrime], c, cHat } = proof;
  const all = u.reduce((one, other) => mod(one * other, q), 1n);
  const off = (base) => group.power(base, -x);
  const cBar = group.over(product(c, p), product(hs, p));
  const cAll = group.over(cHat[cHat.length - 1], group.power(h, all));
  const side = (name, base) => {
    const before = off(powers(e.map((pair) => pair[name]), u, p));
    return product([before, group.fixed(base, -s4), powers(mixed.map((pair) => pair[name]), sPrime, p)], p);
  };
  return (
    t1 === group.times(off(cBar), group.fixed(g, s1)) &&
    t2 === group.times(off(cAll), group.fixed(g, s2)) &&
    t3 === product([off(powers(c, u, p)), group.fixed(g, s3), powers(hs, sPrime, p)], p) &&
    t4[0] === side("beta", key) &&
    t4[1] === side("alpha", g)
  );
}

function chainHolds(group, h, { t: [, , , , tHat], s: [, , , , sHat, sPrime], cHat }, x, told) {
  return tHat.every((shown, i) => {
    told(1);
    const before = i ? cHat[i - 1] : h;
    const rest = powers([cHat[i], before], [mod(-x, group.q), sPrime[i]], group.p);
    return shown === group.times(group.fixed(group.g, sHat[i]), rest);
  });
}

/* Tables 6 to 8: the second generator, and one for each ballot; nobody knows a logarithm between them */
function generators(group, n) {
  const cofactor = (group.p - 1n) / group.q;
  const made = (i) => power(toNumber(sha256(`ggen|${i}`)), cofactor, group.p);
  const hs = Array.from({ length: n }, (_, i) => made(i));
  return { h: made(-1), hs };
}

/* Table 11 */
function challenges(group, n, text) {
  const head = hex(sha256(text));
  return Array.from({ length: n }, (_, i) => group.scalar(head + hex(sha256(String(i)))));
}

function commitments([t1, t2, t3, t4, tHat]) {
  return list([t1, t2, t3, ...t4]) + list(tHat);
}

function dot(one, other) {
  return one.reduce((sum, value, i) => sum + value * other[i], 0n);
}

/* Table 10: a comma after every number */
function list(numbers) {
  return numbers.map((number) => `${number},`).join("");
}

function pairList(pairs) {
  return list(pairs.flatMap(({ alpha, beta }) => [alpha, beta]));
}
