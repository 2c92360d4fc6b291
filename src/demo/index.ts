export { runDemo, type DemoOptions } from './run-demo.ts'
export { DemoFailure } from './stage.ts'
