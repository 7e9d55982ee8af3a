/** The outcome of `work`, or a rejection naming `what` when it takes longer than `ms`. The work itself is not stopped. */
export async function withDeadline<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  let handle: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    handle = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(handle);
  }
}
