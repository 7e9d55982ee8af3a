import { BridgeClient } from './bridge-client.ts';
import type { StationClient } from './station-client.ts';
import { WebSocketClient } from './web-socket-client.ts';

/** The station of this console: through the window's bridge in the app, else over the WebSocket of the host that served the page. */
export function openStationClient(): StationClient {
  if (window.shilu !== undefined) return new BridgeClient(window.shilu);
  const { protocol, host } = window.location;
  return new WebSocketClient(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`);
}
