import { afterAll, beforeAll, describe } from 'vitest'
import { mongoCommand, openMongoStore, startMongo, type MongoServer } from '../support/mongo.ts'
import { describeStore } from './store-contract.ts'

const command = await mongoCommand()

describe.skipIf(command === undefined)('on a server of its own', () => {
  let server: MongoServer
  beforeAll(async () => {
    server = await startMongo(command!)
  })
  afterAll(() => server?.dispose())
  describeStore({ name: 'MongoDB', open: (collections) => openMongoStore(server, collections) })
})
