export { runDemo } from './run-demo.ts'
export { DemoFailure } from './stage.ts'
