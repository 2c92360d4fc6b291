/**
 * Writes src/graphql/generated.ts, the types of the SDL, from schema/*.graphql.
 * `--check` writes nothing and exits 1 when the committed file differs.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as typescript from '@graphql-codegen/typescript'
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers'
import { parse } from 'graphql'
import { format, resolveConfig } from 'prettier'
import { readSdl } from '../src/graphql/schema.ts'

const FILE = join(import.meta.dirname, '..', 'src', 'graphql', 'generated.ts')

/** What a feature answers stands for the type of the same name; resolvers only translate what differs. */
const mappers = {
  Agency: '../catalog/index.ts#Agency as AgencyModel',
  Bundle: '../catalog/index.ts#Bundle as BundleModel',
  LicenceType: '../catalog/index.ts#LicenceType as LicenceTypeModel',
  Material: '../catalog/index.ts#Material as MaterialModel',
  MaterialAlternative: '../catalog/index.ts#Alternative as AlternativeModel',
  Register: '../catalog/index.ts#Register as RegisterModel',
  Resource: '../catalog/index.ts#Resource as ResourceModel',
  ResourceBinding: '../catalog/index.ts#ResourceBinding as ResourceBindingModel',
  ServiceItem: '../catalog/index.ts#ServiceItem as ServiceItemModel',
  Necessity: './models.ts#NecessityModel',
  Client: '../identity/index.ts#Client as ClientModel',
  AccessRequest: '../sharing/index.ts#AccessRequest as AccessRequestModel',
  Grant: '../sharing/index.ts#Grant as GrantModel',
  ImportBatch: '../registers/index.ts#ImportBatch as ImportBatchModel',
  RowRefusal: './models.ts#RowRefusalModel',
  PredicateAnswer: '../registers/index.ts#PredicateAnswer as PredicateAnswerModel',
  Licence: '../licences/index.ts#Licence as LicenceModel',
  Verdict: '../licences/index.ts#Verdict as VerdictModel',
  StepResult: '../licences/index.ts#StepResult as StepResultModel',
  Evidence: '../evidence/index.ts#Evidence as EvidenceModel',
  AccessEntry: '../ledger/index.ts#AccessEntry as AccessEntryModel',
  MaterialAnswer: '../evidence/index.ts#MaterialAnswer as MaterialAnswerModel',
  Proof: '../evidence/index.ts#Proof as ProofModel',
}

const text = await codegen({
  filename: FILE,
  schema: parse(readSdl()),
  documents: [],
  plugins: [{ typescript: {} }, { typescriptResolvers: {} }],
  pluginMap: { typescript, typescriptResolvers },
  config: {
    contextType: './context.ts#GraphqlContext',
    enumsAsTypes: true,
    immutableTypes: true,
    useTypeImports: true,
    strictScalars: true,
    defaultScalarType: 'unknown',
    scalars: {
      Date: 'string',
      Instant: 'string',
      CreditCode: 'string',
      SubjectNumber: 'string',
      LicenceIdentifier: 'string',
      RequestId: 'string',
      ID: 'string',
      JsonObject: '../core/strict-json.ts#JsonObject',
    },
    inputMaybeValue: 'T | null | undefined',
    maybeValue: 'T | null | undefined',
    mappers,
  },
})
const header = '// Written by scripts/codegen.ts from schema/*.graphql. Do not edit.\n'
const formatted = await format(header + text, { ...(await resolveConfig(FILE)), parser: 'typescript' })

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== formatted) {
    console.error('src/graphql/generated.ts does not match schema/*.graphql: run `npm run codegen`')
    process.exit(1)
  }
} else {
  writeFileSync(FILE, formatted)
}
