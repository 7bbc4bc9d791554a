// Another tus server and another tus client, for measuring beside ours.
//   node peer.mjs serve FOLDER            says its address, and serves until its input ends
//   node peer.mjs send URL FILE [M S]     sends a file (manifest M and signature S in its metadata), says how long it took in ms
import http from 'node:http'
import fs from 'node:fs'

const [act, ...rest] = process.argv.slice(2)
if (act === 'serve') await serve(...rest)
else await send(...rest)

async function serve(folder) {
  const { Server } = await import('@tus/server')
  const { FileStore } = await import('@tus/file-store')
  const tus = new Server({
    path: '/v1/uploads',
    datastore: new FileStore({ directory: folder }),
    relativeLocation: true,
    // Tuned: at its default of three seconds each cut costs as much.
    lockDrainTimeout: 100,
  })
  const server = http.createServer((request, response) => {
    // Our client takes nobody else for a depot.
    response.setHeader('valiza-wire', '1')
    tus.handle(request, response)
  })
  server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`))
  process.stdin.on('end', () => process.exit(0)).resume()
}

async function send(url, file, manifest, signature) {
  const tus = await import('tus-js-client')
  const metadata = manifest ? { manifest: fs.readFileSync(manifest, 'utf8'), signature: fs.readFileSync(signature, 'utf8') } : {}
  const begun = performance.now()
  await new Promise((resolve, reject) =>
    new tus.Upload(fs.readFileSync(file), {
      endpoint: url,
      metadata,
      retryDelays: [0, 20, 50, 100, 200, 400, 800],
      onError: reject,
      onSuccess: resolve,
    }).start(),
  )
  console.log((performance.now() - begun).toFixed(1))
}
