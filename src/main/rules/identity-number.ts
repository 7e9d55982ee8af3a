const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkDigits = '10X98765432';

export interface IdentityFacts {
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: 'female' | 'male';
}

/**
 * What a citizen identity number says of its bearer (GB 11643): digits 7 to 14 are the birth date, the 17th is odd for a man, the last is a check digit.
 * @returns undefined when it is not such a number: wrong length, check digit or date
 */
export function readIdentityNumber(number: string): IdentityFacts | undefined {
  const parts = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)([\dX])$/.exec(normalIdentityNumber(number));
  if (parts === null) return undefined;
  const [text, year = '', monthOfYear = '', day = '', sexDigit = '', check = ''] = parts;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  const birthDate = `${year}-${monthOfYear}-${day}`;
  if (checkDigits[sum % 11] !== check || !isDate(birthDate)) return undefined;
  return { birthDate, sex: Number(sexDigit) % 2 === 1 ? 'male' : 'female' };
}

/** One form for one number, however it was typed. */
export function normalIdentityNumber(number: string): string {
  return number.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}

/** Whole years on a day, both as `YYYY-MM-DD`: a person is a year older from the birthday on (civil code: of age at 18 full years). */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return years - (today.slice(5) < birthDate.slice(5) ? 1 : 0);
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
