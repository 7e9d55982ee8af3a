import type { KeyStore, Sm2Key } from '../seal/index.ts';

type SecondKeyStore = KeyStore<Sm2Key>;

/** The station's SM2 keys: opened, and the first one made, when they are first asked for. One that cannot be opened is tried again the next time. */
export class SecondKeys {
  readonly #openStore: () => Promise<SecondKeyStore>;
  #store: Promise<SecondKeyStore> | undefined;

  constructor(openStore: () => Promise<SecondKeyStore>) {
    this.#openStore = openStore;
  }

  get isOpen(): boolean {
    return this.#store !== undefined;
  }

  /** @throws AppError STATION_KEY_UNREADABLE */
  open(): Promise<SecondKeyStore> {
    this.#store ??= this.#openStore().catch((error: unknown) => {
      this.#store = undefined;
      throw error;
    });
    return this.#store;
  }
}
