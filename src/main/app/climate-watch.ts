import { ClimateSensor, humidityText, temperatureText } from '../climate/index.ts';
import type { RoomSnapshot } from '../../shared/contract/index.ts';
import { systemClock } from '../platform/index.ts';
import type { Station } from './station.ts';

/** A sensor that has just been named may take a moment to write for the first time. */
const graceMs = 10_000;

/** The sensor of the room, if there is one: for the picture, and an alarm while it says nothing. */
export class ClimateWatch {
  readonly #station: Station;
  #sensor: ClimateSensor | undefined;
  #path = '';
  #sinceMs = 0;

  constructor(station: Station) {
    this.#station = station;
  }

  /** Begins to watch the file of the settings; in the training room, unless another is set, the one that the room writes. */
  async start(): Promise<void> {
    await this.#watch(this.#station.settings.climatePath ?? this.#station.training?.climatePath ?? '');
  }

  async configure(path: string): Promise<void> {
    this.#station.settings.setClimatePath(path);
    await this.#watch(path);
  }

  /** `24.6℃` and `45%`, with dashes when stale; null where there is no sensor. */
  texts(): { readonly temperature: string; readonly humidity: string } | null {
    if (this.#sensor === undefined) return null;
    const { reading } = this.#sensor;
    return { temperature: temperatureText(reading), humidity: humidityText(reading) };
  }

  snapshot(): RoomSnapshot['climate'] {
    if (this.#sensor === undefined) return null;
    const { reading, ageMs } = this.#sensor;
    return { path: this.#path, temperatureTenths: reading?.temperatureTenths ?? null, humidityPercent: reading?.humidityPercent ?? null, ageMs: Number.isFinite(ageMs) ? Math.round(ageMs) : null };
  }

  /** Called once a second: an alarm while nothing fresh comes. */
  look(): void {
    const { alarms, roomClock } = this.#station;
    const stale = this.#sensor !== undefined && this.#sensor.reading === null && roomClock.monotonicMs() - this.#sinceMs > graceMs;
    if (stale) alarms.raise({ code: 'CLIMATE_STALE', subject: 'climate', severity: 'warning', sinceMs: Math.round(roomClock.now().atMs), params: {} });
    else alarms.clear('climate', 'CLIMATE_STALE');
  }

  async close(): Promise<void> {
    await this.#sensor?.close();
  }

  async #watch(path: string): Promise<void> {
    await this.#sensor?.close();
    this.#path = path;
    this.#sinceMs = this.#station.roomClock.monotonicMs();
    this.#sensor = path === '' ? undefined : new ClimateSensor({ path, clock: systemClock, onChange: () => this.#station.changed() });
    this.#station.changed();
  }
}
