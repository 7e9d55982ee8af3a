/** The part of node-onvif 0.1.7 that this room uses; the package has no types of its own. */
declare module 'node-onvif' {
  interface OnvifAnswer {
    /** The SOAP body as xml2js reads it: attributes under `$`, text beside attributes under `_`. */
    readonly data: unknown;
  }
  interface OnvifDeviceService {
    readonly oxaddr: object;
    getSystemDateAndTime(): Promise<OnvifAnswer>;
    setSystemDateAndTime(params: { readonly DateTimeType: 'Manual' | 'NTP'; readonly DaylightSavings: boolean; readonly UTCDateTime: Date }): Promise<OnvifAnswer>;
    getCapabilities(): Promise<OnvifAnswer>;
    getDeviceInformation(): Promise<OnvifAnswer>;
  }
  interface OnvifModule {
    readonly OnvifDevice: new (params: { readonly xaddr: string }) => { readonly services: { readonly device: OnvifDeviceService } };
  }
  const onvif: OnvifModule;
  export = onvif;
}

declare module 'node-onvif/lib/modules/service-media.js' {
  interface OnvifAnswer {
    readonly data: unknown;
  }
  class OnvifServiceMedia {
    constructor(params: { readonly xaddr: string });
    readonly oxaddr: object;
    getProfiles(): Promise<OnvifAnswer>;
    getStreamUri(params: { readonly ProfileToken: string; readonly Protocol: 'RTSP' }): Promise<OnvifAnswer>;
    getSnapshotUri(params: { readonly ProfileToken: string }): Promise<OnvifAnswer>;
  }
  export = OnvifServiceMedia;
}

declare module 'node-onvif/lib/modules/soap.js' {
  interface OnvifAnswer {
    readonly data: unknown;
  }
  interface OnvifSoap {
    /** Carries one SOAP message to a service and gives the text of the answer. */
    _request: (oxaddr: object, soap: string) => Promise<string>;
    parse(xml: string): Promise<unknown>;
    requestCommand(oxaddr: object, method: string, soap: string): Promise<OnvifAnswer>;
    createRequestSoap(params: { readonly body: string; readonly xmlns: readonly string[] }): string;
  }
  const soap: OnvifSoap;
  export = soap;
}
