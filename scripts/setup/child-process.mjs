/** Hands signals on. From a terminal an interrupt reaches the child by itself, and should not reach it twice. */
export function forwardSignals(child) {
  const forward = signal => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

/** Waits for the end of a child process. */
export function ended(child) {
  return new Promise(done => {
    child.once('error', error => done({ code: 1, signal: null, error }));
    child.once('close', (code, signal) => done({ code, signal, error: null }));
  });
}

/** Calls `take` for each line of a stream. */
export function onLines(stream, take) {
  let rest = '';
  stream.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split(/\r?\n|\r/);
    rest = lines.pop();
    lines.forEach(take);
  });
  stream.once('end', () => rest && take(rest));
}
