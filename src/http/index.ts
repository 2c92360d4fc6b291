export { closeOnSignal } from './close-on-signal.ts'
export { createServer, type HttpServer } from './server.ts'
