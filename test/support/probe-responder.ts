import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface ProbeResponder {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly endpoint: string;
  readonly xaddrs: string;
  readonly scopes: string;
  /** Instead of the question's message id. */
  readonly relatesTo?: string;
}

/** A WS-Discovery ProbeMatches message. */
export function probeMatches(question: string, answer: Answer): string {
  const messageId = /MessageID>([^<]*)</.exec(question)?.[1] ?? '';
  return `<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header><w:RelatesTo>${answer.relatesTo ?? messageId}</w:RelatesTo></e:Header><e:Body><d:ProbeMatches><d:ProbeMatch><w:EndpointReference><w:Address>${answer.endpoint}</w:Address></w:EndpointReference><d:Scopes>${answer.scopes}</d:Scopes><d:XAddrs>${answer.xaddrs}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>`;
}

/** Answers probes on loopback: those sent to it, and with `multicast` also those sent to everybody. */
export async function startProbeResponder(multicast: boolean, answers: (question: string) => readonly (string | Uint8Array)[]): Promise<ProbeResponder> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (question, from) => {
    for (const answer of answers(question.toString())) socket.send(answer, from.port, from.address);
  });
  if (multicast) socket.bind(3702);
  else socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  if (multicast) socket.addMembership('239.255.255.250', '127.0.0.1');
  return {
    port: socket.address().port,
    close: async () => {
      socket.close();
      await once(socket, 'close');
    },
  };
}
