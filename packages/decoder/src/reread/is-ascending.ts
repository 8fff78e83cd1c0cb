/** Whether each number is greater than the one before it; not where one of them is NaN. */
export function isAscending(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (!(numbers[i]! > numbers[i - 1]!)) return false;
  return true;
}
