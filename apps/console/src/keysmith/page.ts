/** The hidden page: hands the desk's port on to the worker, and does nothing else. */
const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

window.addEventListener('message', ({ source, origin, data, ports }) => {
  const [port] = ports
  if (source !== window.parent || origin !== location.origin || data !== 'hire' || !port) return
  worker.postMessage('hire', [port])
})
