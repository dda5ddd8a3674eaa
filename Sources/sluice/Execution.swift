import ArgumentParser
import Extraction
import Foundation
import Ledger
import Processes
import Workflow

/// A command that ends with one of our exit codes and says what went wrong once, on standard error.
protocol Execution: ParsableCommand {
  /// Does what the command says.
  ///
  /// Errors are told and turned into exit codes by the caller.
  func execute() throws -> ExitCode
}

extension Execution {
  func run() throws {
    let code: ExitCode
    do {
      code = try execute()
    } catch let error as any ExecutionError {
      StandardError.write("sluice: \(error.told)")
      code = error.exitCode
    }
    if code != .done { throw ArgumentParser.ExitCode(code.rawValue) }
  }
}

/// An error that knows how the process ends for it.
protocol ExecutionError: Error {
  var exitCode: ExitCode { get }
  /// What happened and what to do, for a person.
  var told: String { get }
}

extension ConfigurationError: ExecutionError {
  var exitCode: ExitCode { .configuration }
  var told: String { description }
}

extension LineError: ExecutionError {
  var exitCode: ExitCode { .inputData }
  var told: String { description }
}

extension Failure: ExecutionError {
  var exitCode: ExitCode {
    if closure != nil { return ExitCode(closure) }
    return stage == .source ? .noInput : .inputData
  }
  var told: String { "\(message)\n  \(advice)" }
}

extension LedgerError: ExecutionError {
  var exitCode: ExitCode {
    switch self {
    case .cannotCreate: .cannotCreateOutput
    case .cannotWrite, .cannotRead: .cannotWriteOutput
    case .missing: .noInput
    case .newer, .notALedger: .configuration
    case .busy: .workLeft
    case .inconsistent: .ourBug
    }
  }
  var told: String { "\(description)\n  \(advice)" }
}

extension DeadLetterLookupError: ExecutionError {
  var exitCode: ExitCode { .inputData }
  var told: String { description }
}

extension ProcessError: ExecutionError {
  var exitCode: ExitCode { .cannotWriteOutput }
  var told: String { description }
}

/// Text for a person, on standard error.
enum StandardError {
  /// Writes one or more lines.
  ///
  /// What cannot be written there can be told nowhere.
  static func write(_ text: String) {
    write(text: text + "\n")
  }

  /// Writes a text as it is.
  static func write(text: String) {
    try? Descriptor.write(Array(text.utf8), to: 2)
  }
}

/// Lines for the next program, on standard output.
enum StandardOutput {
  /// Writes one line.
  ///
  /// - Throws: ``ProcessError``, also where the reader has gone.
  static func write(line: [UInt8]) throws {
    try Descriptor.write(line + [UInt8(ascii: "\n")], to: 1)
  }

  /// Writes a text as it is.
  static func write(_ text: String) throws {
    try Descriptor.write(Array(text.utf8), to: 1)
  }
}
