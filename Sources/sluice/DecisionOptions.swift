import ArgumentParser
import Extraction
import Foundation
import Review
import Synchronization

/// Who decides, and about what.
struct DecisionOptions: ParsableArguments {
  @Option(help: "Who decides (default: $SLUICE_REVIEWER, else $USER).")
  var reviewer: String?

  @Flag(help: "Decide also about what is no dead letter any more.")
  var again = false

  func name() throws -> String { try ReviewerName.find(reviewer) }
}

/// Who decides: as the command line says, else the environment.
enum ReviewerName {
  static func find(_ given: String?) throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let names = [given, environment["SLUICE_REVIEWER"], environment["USER"]]
    guard let name = names.lazy.compactMap({ $0 }).first(where: { !$0.isEmpty }) else {
      throw ValidationError("Nobody is named: give --reviewer NAME, or set SLUICE_REVIEWER.")
    }
    return name
  }
}

/// An edit and when it was read: edits of two options are made in the order they were written.
struct OrderedEdit {
  let order: Int
  let edit: RecordEdit

  private static let count = Mutex(0)

  init(_ edit: RecordEdit) {
    self.edit = edit
    order = Self.count.withLock { count in
      count += 1
      return count
    }
  }

  static func set(_ text: String) throws -> OrderedEdit {
    OrderedEdit(try RecordEdit(setting: text))
  }

  static func unset(_ text: String) throws -> OrderedEdit {
    OrderedEdit(try RecordEdit(unsetting: text))
  }
}

extension FailureClass {
  /// Reads classes with commas between them.
  static func list(_ text: String) throws -> Set<FailureClass> {
    Set(try text.split(separator: ",").map { try word(String($0)) })
  }

  /// Reads one class.
  static func word(_ text: String) throws -> FailureClass {
    guard let found = FailureClass(rawValue: text) else {
      let known = allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(text) is no class of dead letters; there are \(known).")
    }
    return found
  }
}

extension ShellDecisions.Report {
  /// Says all of it; what was refused makes the command fail.
  func tell() throws -> ExitCode {
    for line in lines { try StandardOutput.write(line + "\n") }
    for note in notes { StandardError.write("sluice: \(note)") }
    for refusal in refusals { StandardError.write("sluice: \(refusal)") }
    return refusals.isEmpty ? .done : .inputData
  }
}
