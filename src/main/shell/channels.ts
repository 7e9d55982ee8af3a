/** The only three IPC channels. `call` is asked and answered; the other two go from the station to the window. */
export const channels = { call: 'shilu:call', push: 'shilu:push', preview: 'shilu:preview' } as const;
