/** Temperature and humidity of the room, as a sensor says. */
export interface ClimateReading {
  /** Tenths of a degree Celsius. */
  readonly temperatureTenths: number;
  readonly humidityPercent: number;
}

const plausible = { temperature: { least: -40, most: 85 }, humidity: { least: 0, most: 100 } } as const;

/**
 * Reads the last line of what a sensor's program wrote: degrees Celsius and relative humidity in percent, as `24.6 45`, `24.6,45` or
 * `T=24.6 H=45`. Null when it is anything else or what no room has.
 */
export function parseClimate(text: string): ClimateReading | null {
  const line = text.trimEnd().split(/\r?\n/).at(-1) ?? '';
  const found = /^\s*(?:T\s*=\s*)?(-?\d{1,3}(?:\.\d{1,3})?)\s*[\s,;]\s*(?:H\s*=\s*)?(\d{1,3}(?:\.\d{1,3})?)\s*$/i.exec(line);
  if (found === null) return null;
  const [temperature, humidity] = [Number(found[1]), Number(found[2])];
  if (temperature < plausible.temperature.least || temperature > plausible.temperature.most) return null;
  if (humidity < plausible.humidity.least || humidity > plausible.humidity.most) return null;
  return { temperatureTenths: Math.round(temperature * 10), humidityPercent: Math.round(humidity) };
}

/** For the picture: `24.6℃`, `45%`; two dashes where there is no fresh reading. */
export function temperatureText(reading: ClimateReading | null): string {
  return `${reading === null ? '--' : (reading.temperatureTenths / 10).toFixed(1)}℃`;
}

export function humidityText(reading: ClimateReading | null): string {
  return `${reading === null ? '--' : reading.humidityPercent}%`;
}
