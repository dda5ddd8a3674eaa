import ArgumentParser

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Check a JSON Schema, or validate JSON against one.",
    discussion: """
      Examples:
        sluice schema check schemas/invoice.schema.json
        sluice schema validate --schema schemas/invoice.schema.json record.json
      """,
    subcommands: [SchemaCheckCommand.self, SchemaValidateCommand.self])
}
