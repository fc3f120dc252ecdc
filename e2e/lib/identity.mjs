// Synthetic Norwegian birth numbers (month + 80), by the control digits of the regulation.
const FIRST = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const SECOND = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

const control = (digits, weights) => {
  const rest = 11 - (weights.reduce((sum, weight, index) => sum + weight * digits[index], 0) % 11);
  return rest === 11 ? 0 : rest;
};

// The first number from `individual` on that the control digits allow: day, month and two digits of the year of a
// synthetic person, as '138690' for 13 June 1990.
export function birthNumber(date, individual = 100) {
  for (let number = individual; number < 500; number += 1) {
    const digits = [...`${date}${number}`].map(Number);
    const first = control(digits, FIRST);
    const second = control([...digits, first], SECOND);
    if (first < 10 && second < 10) return `${digits.join('')}${first}${second}`;
  }
  throw new Error('no number fits');
}
