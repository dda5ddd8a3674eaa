import TestSupport
import Testing

/// Every command explains itself, with an example.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct HelpTests {
  /// The commands that a help text lists.
  private func subcommands(of command: [String]) throws -> [String] {
    let help = try BuiltBinary.sluice.run(command + ["--help"])
    #expect(help.status == 0)
    guard let start = help.stdout.firstRange(of: "SUBCOMMANDS:\n") else { return [] }
    return help.stdout[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.hasPrefix("  ") }
      // What is indented further goes on with the line above.
      .filter { !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }

  @Test func theCommandsAreThese() throws {
    #expect(
      try subcommands(of: []) == [
        "init", "check", "plan", "run", "status", "results", "dead-letters", "review",
        "trace", "eval", "list", "parse", "prompt", "request", "validate",
      ])
    #expect(
      try subcommands(of: ["dead-letters"]) == [
        "list", "show", "accept", "correct", "discard", "retry",
      ])
  }

  @Test func everyListedCommandExplainsItselfWithAnExample() throws {
    var commands = try subcommands(of: []).map { [$0] }
    #expect(!commands.isEmpty)
    commands += try subcommands(of: ["dead-letters"]).map { ["dead-letters", $0] }
    for command in commands {
      let help = try BuiltBinary.sluice.run(command + ["--help"], environment: ["COLUMNS": "80"])
      #expect(help.status == 0, "\(command)")
      #expect(help.stdout.contains("Example"), "\(command): \(help.stdout)")
      #expect(help.stderr.isEmpty)
      try expectGolden(help.stdout, (["help"] + command).joined(separator: "-"))
    }
  }

  @Test func theProgramExplainsItself() throws {
    let help = try BuiltBinary.sluice.run(["--help"], environment: ["COLUMNS": "80"])
    try expectGolden(help.stdout, "help")
  }

  @Test func anUnknownOptionIsAMistakeOfUsage() throws {
    for command in [
      [], ["run", "pipeline.yaml"], ["parse", "file.pdf"], ["list", "pipeline.yaml"],
    ] {
      let ended = try BuiltBinary.sluice.run(command + ["--no-such-option"])
      #expect(ended.status == 64, "\(command)")
      #expect(ended.stderr.contains("--no-such-option"))
      #expect(ended.stdout.isEmpty)
    }
  }

  @Test func aCommandWithoutItsPipelineIsAMistakeOfUsage() throws {
    for command in [
      "init", "check", "plan", "run", "status", "results", "trace", "eval", "list", "prompt",
      "request", "validate",
    ] {
      #expect(try BuiltBinary.sluice.run([command]).status == 64, "\(command)")
    }
  }
}
