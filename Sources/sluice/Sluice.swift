import ArgumentParser
import Glibc
import Processes

/// The command line: what a person types, one small file for each command in `Subcommands/`.
@main
struct Sluice: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Turns folders of documents into records that other systems can trust.",
    discussion: """
      sluice parses PDF and HTML, asks language models for JSON that fits a JSON Schema, looks for \
      every value in the document itself, and keeps what it cannot prove as a dead letter that a \
      person decides.

      A first run, with a model on this machine and no key:
        sluice run pipelines/invoices.yaml
        sluice dead-letters pipelines/invoices.yaml list
      """,
    version: version,
    subcommands: [
      InitCommand.self, CheckCommand.self, PlanCommand.self, RunCommand.self, StatusCommand.self,
      ResultsCommand.self, DeadLettersCommand.self, ReviewCommand.self, TraceCommand.self,
      EvalCommand.self,
      ListCommand.self, ParseCommand.self, PromptCommand.self, RequestCommand.self,
      ValidateCommand.self, SchemaCommand.self, RepairCommand.self, ParseWorkerCommand.self,
      ServerGuardCommand.self,
    ])

  static func main() {
    takeAllSignals()
    InterruptSignals.ignoreBrokenPipes()
    // Each request in flight holds a descriptor. Where the limit stays as it is, requests that find
    // none free are tried again.
    try? OpenFiles.raiseLimit()
    main(pipelineAfterAction(Array(CommandLine.arguments.dropFirst())))
  }

  /// Blocks no signal.
  ///
  /// What starts us may block `SIGTERM` in the thread it does that from, as Dispatch does in its
  /// own, and a child inherits that: it could then be ended by `SIGKILL` alone.
  private static func takeAllSignals() {
    var none = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, nil)
  }

  /// `dead-letters P list` is how people say it; the parser wants the action before its arguments.
  private static func pipelineAfterAction(_ arguments: [String]) -> [String] {
    guard arguments.count >= 3, arguments[0] == DeadLettersCommand.name,
      DeadLettersCommand.actions.contains(arguments[2])
    else { return arguments }
    return [arguments[0], arguments[2], arguments[1]] + arguments[3...]
  }
}
