// The classic DES crypt(3) of Unix: the shop draws its transaction IDs from it. Tables: FIPS 46-3; salting: the crypt(3) manual.

const permutedChoice1 = [
  57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36,
  63, 55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4,
];
const permutedChoice2 = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47,
  55, 30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
const keyShifts = [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1];
const permutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22,
  11, 4, 25,
];
const finalPermutation = [
  40, 8, 48, 16, 56, 24, 64, 32, 39, 7, 47, 15, 55, 23, 63, 31, 38, 6, 46, 14, 54, 22, 62, 30, 37, 5, 45, 13,
  53, 21, 61, 29, 36, 4, 44, 12, 52, 20, 60, 28, 35, 3, 43, 11, 51, 19, 59, 27, 34, 2, 42, 10, 50, 18, 58, 26,
  33, 1, 41, 9, 49, 17, 57, 25,
];
/** Each box: four rows of sixteen hexadecimal digits. */
const substitutionBoxes = [
  'e4d12fb83a6c5907 0f74e2d1a6cb9538 41e8d62bfc973a50 fc8249175b3ea06d',
  'f18e6b34972dc05a 3d47f28ec01a69b5 0e7ba4d158c6932f d8a13f42b67c05e9',
  'a09e63f51dc7b428 d709346a285ecbf1 d6498f30b12c5ae7 1ad069874fe3b52c',
  '7de3069a1285bc4f d8b56f03472c1ae9 a690cb7df13e5284 3f06a1d8945bc72e',
  '2c417ab6853fd0e9 eb2c47d150fa3986 421bad78f9c5630e b8c71e2d6f09a453',
  'c1af92680d34e75b af427c9561de0b38 9ef528c3704a1db6 432c95fabe17608d',
  '4b2ef08d3c975a61 d0b7491ae35c2f86 14bdc37eaf680592 6bd814a7950fe23c',
  'd2846fb1a93e50c7 1fd8a374c56b0e92 7b419ce206adf358 21e74a8dfc90356b',
].map((rows) => rows.split(' ').map((row) => Array.from(row, (digit) => Number.parseInt(digit, 16))));
const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Source bit (1 = first) of each of the 48 bits that 32 are expanded to. */
const expansion = Array.from(
  { length: 48 },
  (_, bit) => ((Math.floor(bit / 6) * 4 + (bit % 6) + 31) % 32) + 1,
);

/** What depends on the salt only: for each twelve bits of input, the expanded output of two boxes (two halves of 24 bits). */
interface SaltTables {
  readonly high: readonly Int32Array[];
  readonly low: readonly Int32Array[];
  readonly swapped: number;
}

const tablesBySalt = new Map<string, SaltTables>();

/**
 * `crypt(key, salt)` with a salt of two characters of `./0-9A-Za-z`.
 * @param key only its first 8 characters count, 7 bits of each
 * @returns 13 characters: the salt and 11 more
 */
export function desCrypt(key: string, salt: string): string {
  const tables = tablesOf(salt);
  const schedule = keySchedule(key);
  let leftHigh = 0;
  let leftLow = 0;
  let rightHigh = 0;
  let rightLow = 0;
  const [high0, high1, high2, high3] = tables.high as [Int32Array, Int32Array, Int32Array, Int32Array];
  const [low0, low1, low2, low3] = tables.low as [Int32Array, Int32Array, Int32Array, Int32Array];
  for (let iteration = 0; iteration < 25; iteration += 1) {
    for (let round = 0; round < 32; round += 2) {
      const high = rightHigh ^ (schedule[round] as number);
      const low = rightLow ^ (schedule[round + 1] as number);
      const a = high >>> 12;
      const b = high & 4095;
      const c = low >>> 12;
      const d = low & 4095;
      const newHigh =
        leftHigh ^ (high0[a] as number) ^ (high1[b] as number) ^ (high2[c] as number) ^ (high3[d] as number);
      const newLow =
        leftLow ^ (low0[a] as number) ^ (low1[b] as number) ^ (low2[c] as number) ^ (low3[d] as number);
      leftHigh = rightHigh;
      leftLow = rightLow;
      rightHigh = newHigh;
      rightLow = newLow;
    }
    [leftHigh, leftLow, rightHigh, rightLow] = [rightHigh, rightLow, leftHigh, leftLow];
  }
  const left = contracted(leftHigh, leftLow, tables.swapped);
  const right = contracted(rightHigh, rightLow, tables.swapped);
  return salt + encoded(left, right);
}

function tablesOf(salt: string): SaltTables {
  const known = tablesBySalt.get(salt);
  if (known !== undefined) return known;
  const swapped = saltBits(salt);
  const high: Int32Array[] = [];
  const low: Int32Array[] = [];
  for (let pair = 0; pair < 4; pair += 1) {
    const highs = new Int32Array(4096);
    const lows = new Int32Array(4096);
    for (let input = 0; input < 4096; input += 1) {
      const first = substituted(pair * 2, input >>> 6);
      const second = substituted(pair * 2 + 1, input & 63);
      const bits = permuted(first | second);
      [highs[input], lows[input]] = expanded(bits, swapped);
    }
    high.push(highs);
    low.push(lows);
  }
  const tables = { high, low, swapped };
  tablesBySalt.set(salt, tables);
  return tables;
}

/** Bit i of the salt swaps the bits i and i + 24 of the expansion. */
function saltBits(salt: string): number {
  if (salt.length !== 2) throw new RangeError(`A salt has two characters, not ${salt.length}`);
  const values = Array.from(salt, (character) => alphabet.indexOf(character));
  if (values.includes(-1)) throw new RangeError(`Not a salt: ${salt}`);
  let mask = 0;
  values.forEach((value, position) => {
    for (let bit = 0; bit < 6; bit += 1) {
      if ((value >> bit) & 1) mask |= 1 << (23 - (position * 6 + bit));
    }
  });
  return mask;
}

/** Output of a box at its place in the 32 bits. */
function substituted(box: number, input: number): number {
  const row = ((input >> 4) & 2) | (input & 1);
  const column = (input >> 1) & 15;
  const value = substitutionBoxes[box]?.[row]?.[column] ?? 0;
  return value << (28 - box * 4);
}

function permuted(bits: number): number {
  let result = 0;
  for (const source of permutation) result = (result << 1) | ((bits >>> (32 - source)) & 1);
  return result;
}

function expanded(bits: number, swapped: number): [number, number] {
  let high = 0;
  let low = 0;
  for (let bit = 0; bit < 24; bit += 1) {
    high = (high << 1) | ((bits >>> (32 - (expansion[bit] as number))) & 1);
    low = (low << 1) | ((bits >>> (32 - (expansion[bit + 24] as number))) & 1);
  }
  const exchange = (high ^ low) & swapped;
  return [high ^ exchange, low ^ exchange];
}

function contracted(high: number, low: number, swapped: number): number {
  const exchange = (high ^ low) & swapped;
  const halves = [high ^ exchange, low ^ exchange];
  let bits = 0;
  for (let group = 0; group < 8; group += 1) {
    const half = halves[group >> 2] as number;
    const six = (half >>> (18 - (group & 3) * 6)) & 63;
    bits = (bits << 4) | ((six >>> 1) & 15);
  }
  return bits;
}

/** Sixteen round keys, each as two halves of 24 bits. */
function keySchedule(key: string): Int32Array {
  const bits = new Uint8Array(65);
  for (let position = 0; position < 8 && position < key.length; position += 1) {
    const character = key.charCodeAt(position) & 127;
    for (let bit = 0; bit < 7; bit += 1) bits[position * 8 + bit + 1] = (character >> (6 - bit)) & 1;
  }
  const rotating = permutedChoice1.map((source) => bits[source] as number);
  const schedule = new Int32Array(32);
  let shift = 0;
  for (let round = 0; round < 16; round += 1) {
    shift += keyShifts[round] as number;
    for (let bit = 0; bit < 48; bit += 1) {
      const source = (permutedChoice2[bit] as number) - 1;
      const half = source < 28 ? 0 : 28;
      const value = rotating[half + ((source - half + shift) % 28)] as number;
      const index = round * 2 + (bit < 24 ? 0 : 1);
      schedule[index] = ((schedule[index] as number) << 1) | value;
    }
  }
  return schedule;
}

function encoded(left: number, right: number): string {
  const preOutput = (bit: number): number =>
    bit <= 32 ? (left >>> (32 - bit)) & 1 : (right >>> (64 - bit)) & 1;
  let text = '';
  for (let start = 0; start < 66; start += 6) {
    let value = 0;
    for (let bit = start; bit < start + 6; bit += 1) {
      const source = finalPermutation[bit];
      value = (value << 1) | (source === undefined ? 0 : preOutput(source));
    }
    text += alphabet.charAt(value);
  }
  return text;
}
