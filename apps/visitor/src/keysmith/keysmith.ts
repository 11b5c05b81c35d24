/** Put in place by the build. */
declare const __WORKER__: string

/** The hidden page: hands the port it is given to a worker, or to itself when workers may not. */
addEventListener('message', ({ origin, source, ports }) => {
  const [port] = ports
  if (!port || origin !== location.origin || source !== parent) return
  let worker: Worker | undefined
  try {
    worker = new Worker(__WORKER__)
    worker.addEventListener('message', ({ data }) => {
      if (data === true) worker?.postMessage(undefined, [port])
      else here(port)
    })
    worker.addEventListener('error', () => here(port))
  } catch {
    here(port)
  }
})

function here(port: MessagePort) {
  const script = document.createElement('script')
  script.src = __WORKER__
  script.addEventListener('load', () => postMessage(undefined, location.origin, [port]))
  document.head.append(script)
}
