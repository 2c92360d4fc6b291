import { openTestStore } from '../support/store.ts'
import { describeStore } from './store-contract.ts'

describeStore({ name: 'SQLite', open: (collections) => openTestStore(collections) })
describeStore({
  name: 'SQLite with a commit thread',
  open: (collections) => openTestStore(collections, { commitThread: true }),
})
