/** The part of sherpa-onnx-node that this room uses; the package ships no types. */
declare module 'sherpa-onnx-node' {
  interface VadConfig {
    readonly sileroVad: {
      readonly model: string;
      readonly threshold: number;
      /** Seconds, as all durations here. */
      readonly minSilenceDuration: number;
      readonly minSpeechDuration: number;
      readonly maxSpeechDuration: number;
      /** Samples. */
      readonly windowSize: number;
    };
    readonly sampleRate: number;
    readonly numThreads: number;
    readonly debug: boolean;
  }

  interface VadSegment {
    /** Index of the first sample, counted from the first one accepted. */
    readonly start: number;
    readonly samples: Float32Array;
  }

  interface Vad {
    acceptWaveform(samples: Float32Array): void;
    isEmpty(): boolean;
    front(enableExternalBuffer: boolean): VadSegment;
    pop(): void;
    flush(): void;
  }

  const sherpa: { readonly Vad: new (config: VadConfig, bufferSizeInSeconds: number) => Vad };
  export = sherpa;
}
