/**
 * Two domains letter under letter: which stayed, which differ, where one is
 * missing. For the eye only; what counts as a near miss is the core's business.
 */

/** One column: '' where this side has nothing. */
export interface Column {
  readonly typed: string;
  readonly right: string;
  readonly isSame: boolean;
}

/** Longer domains are shown without marks: nobody compares 80 letters. */
const MAX_LETTERS = 80;

/**
 * Aligns `typed` with `right` by the fewest changed, added and lost letters.
 * Among equally short alignments it prefers the one that keeps dots under dots.
 */
export function align(typed: string, right: string): Column[] {
  const [a, b] = [Array.from(typed), Array.from(right)];
  if (a.length > MAX_LETTERS || b.length > MAX_LETTERS) {
    return [{ typed, right, isSame: typed === right }];
  }
  const cost = costs(a, b);
  const columns: Column[] = [];
  let [row, column] = [a.length, b.length];
  while (row > 0 || column > 0) {
    const here = at(cost, row, column);
    const [above, left] = [a[row - 1] ?? '', b[column - 1] ?? ''];
    if (isSwap(a, b, row, column) && here === at(cost, row - 2, column - 2) + SWAP) {
      columns.push({ typed: above, right: left, isSame: false });
      columns.push({ typed: left, right: above, isSame: false });
      row -= 2;
      column -= 2;
    } else if (row > 0 && column > 0 && here === at(cost, row - 1, column - 1) + change(above, left)) {
      columns.push({ typed: above, right: left, isSame: above === left });
      row--;
      column--;
    } else if (column > 0 && here === at(cost, row, column - 1) + GAP) {
      columns.push({ typed: '', right: left, isSame: false });
      column--;
    } else {
      columns.push({ typed: above, right: '', isSame: false });
      row--;
    }
  }
  return columns.reverse();
}

// A dot against a letter costs more than two gaps: "usarmy.mil" under
// "us.army.mil" must show a missing dot, not shifted letters.
const GAP = 10;
const LETTER = 15;
const DOT = 25;
// Two letters that changed places are two marks side by side: "gmial", "gmail".
const SWAP = 12;

function isSwap(a: readonly string[], b: readonly string[], row: number, column: number): boolean {
  if (row < 2 || column < 2) return false;
  const [last, before] = [a[row - 1], a[row - 2]];
  return last !== before && last === b[column - 2] && before === b[column - 1];
}

function change(a: string, b: string): number {
  if (a === b) return 0;
  return a === '.' || b === '.' ? DOT : LETTER;
}

function costs(a: readonly string[], b: readonly string[]): number[][] {
  const cost: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column * GAP)];
  for (let row = 1; row <= a.length; row++) {
    const line = [row * GAP];
    for (let column = 1; column <= b.length; column++) {
      line.push(
        Math.min(
          at(cost, row - 1, column - 1) + change(a[row - 1] ?? '', b[column - 1] ?? ''),
          at(cost, row - 1, column) + GAP,
          (line[column - 1] ?? 0) + GAP,
          isSwap(a, b, row, column) ? at(cost, row - 2, column - 2) + SWAP : Number.POSITIVE_INFINITY,
        ),
      );
    }
    cost.push(line);
  }
  return cost;
}

function at(cost: readonly (readonly number[])[], row: number, column: number): number {
  return cost[row]?.[column] ?? 0;
}
