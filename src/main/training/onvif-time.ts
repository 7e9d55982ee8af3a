import { elementOf, textOf, type XmlElement } from './soap-message.ts';

/** `tt:Time` and `tt:Date` of an instant; give it the instant moved by the zone for local time. */
export function onvifDateTime(atMs: number): string {
  const at = new Date(atMs);
  return `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`
    + `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
}

/** The instant that a `tt:DateTime` in UTC names; undefined when it names none. */
export function parseOnvifDateTime(element: XmlElement | undefined): number | undefined {
  const [time, date] = [elementOf(element, 'Time'), elementOf(element, 'Date')];
  const numbers = [textOf(date, 'Year'), textOf(date, 'Month'), textOf(date, 'Day'), textOf(time, 'Hour'), textOf(time, 'Minute'), textOf(time, 'Second')];
  if (!numbers.every((text) => /^\d+$/.test(text))) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers.map(Number);
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(atMs);
  const isReal = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? atMs : undefined;
}
