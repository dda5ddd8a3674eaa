import Dispatch
import Extraction
private import GRDB
import JSON
import Synchronization

/// Checks a record by a pipeline's rules: SQL expressions over its top-level properties.
///
/// The columns are the schema's top-level properties: numbers as INTEGER or REAL, booleans as 0 or
/// 1, lists and objects as JSON text, what is null or missing as NULL. As in a CHECK, NULL passes.
/// A rule is one expression inside one read-only SELECT on an empty database in memory; it has a
/// time limit, and what does not end in it is `undecided`. Rules are checked one at a time.
final class RuleChecker: Sendable {
  /// Seconds that one rule may take.
  private static let timeLimit = 2.0
  /// Characters of a text that a message shows.
  private static let shownCharacters = 80

  /// A rule that SQLite has taken.
  private struct Rule: Sendable {
    let rule: ValidationSettings.Rule
    let sql: String
    /// The properties that it names, in the order it names them first.
    let columns: [String]
  }

  private let columns: [String]
  private let rules: [Rule]
  /// Nil where there are no rules.
  private let database: DatabaseQueue?
  private let watchdog = Watchdog()

  /// Takes rules and has SQLite check each.
  ///
  /// - Throws: ``ValidatorError`` that names the rule.
  init(_ rules: [ValidationSettings.Rule], columns: [String]) throws(ValidatorError) {
    self.columns = columns
    self.rules = rules.map { rule in
      Rule(
        rule: rule, sql: Self.query(for: rule.check, columns),
        columns: SQLNames.columns(columns, in: rule.check))
    }
    guard !rules.isEmpty else {
      database = nil
      return
    }
    var names: Set<String> = []
    for rule in rules where !names.insert(rule.name).inserted {
      throw .duplicateRule(name: rule.name)
    }
    let database: DatabaseQueue
    do {
      // Read only, so that nothing could be written even if a rule came to more than its expression.
      var configuration = Configuration()
      configuration.readonly = true
      database = try DatabaseQueue(configuration: configuration)
    } catch {
      throw .unavailable(message: String(describing: error))
    }
    self.database = database
    for rule in self.rules { try Self.check(rule, columns, in: database) }
  }

  /// The properties that a rule names.
  func columns(of rule: String) -> [String] {
    rules.first { $0.rule.name == rule }?.columns ?? []
  }

  /// What the rules say of a record, in their order.
  func findings(for record: JSONValue) -> [Finding] {
    guard let database, record.objectValue != nil else { return [] }
    let values = columns.map { Self.databaseValue(record[$0] ?? .null) }
    return database.inDatabase { database in
      rules.compactMap { finding(of: $0, for: record, values, in: database) }
    }
  }

  // MARK: One rule

  private func finding(
    of rule: Rule, for record: JSONValue, _ values: [DatabaseValue], in connection: Database
  ) -> Finding? {
    let path = rule.columns.first.map { JSONPointer([$0]) } ?? .root
    do {
      let holds = try watchdog.watch(for: Self.timeLimit) {
        try Bool.fetchOne(
          connection.cachedStatement(sql: rule.sql), arguments: StatementArguments(values))
      } onTimeout: { [database] in
        database?.interrupt()
      }
      if holds != false { return nil }
      return Finding(
        .ruleBroken, at: path, severity: rule.rule.severity, rule: rule.rule.name,
        "The rule does not hold: \(rule.rule.check)\(Self.told(rule.columns, of: record)).")
    } catch {
      let reason = (error as? DatabaseError).map { $0.message ?? "error \($0.resultCode)" }
      return Finding(
        .undecided, at: path, severity: rule.rule.severity, rule: rule.rule.name,
        "The rule could not be checked: \(reason ?? String(describing: error)).")
    }
  }

  /// The operands, which are the fields that the rule touches, with their values; of a list or an
  /// object how much it holds.
  private static func told(_ columns: [String], of record: JSONValue) -> String {
    let values = columns.map { column in
      switch record[column] ?? .null {
      case .array(let elements): "\(column): \(elements.count) elements"
      case .object(let members): "\(column): \(members.count) members"
      case let value: "\(column) = \(value.text(.compact).prefix(shownCharacters))"
      }
    }
    return values.isEmpty ? "" : " (" + values.joined(separator: ", ") + ")"
  }

  // MARK: SQL

  /// The expression's line ends with it, so that a comment in it cannot swallow the rest.
  private static func query(for check: String, _ columns: [String]) -> String {
    let names = columns.map { name in
      "? as \""
        + name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
    let row = columns.isEmpty ? "" : " from (select " + names.joined(separator: ", ") + ")"
    return """
      select case when holds is null then 1 when holds then 1 else 0 end
      from (select (\(check)
      ) as holds\(row))
      """
  }

  private static func check(
    _ rule: Rule, _ columns: [String], in database: DatabaseQueue
  ) throws(ValidatorError) {
    let isExpression: Bool
    do {
      isExpression = try database.inDatabase { database in
        let statement = try database.cachedStatement(sql: rule.sql)
        return statement.isReadonly && statement.columnCount == 1
          && statement.sql.utf8.count >= rule.sql.utf8.count - 1
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_MISUSE {
      throw .notAnExpression(rule: rule.rule.name)
    } catch {
      let message = (error as? DatabaseError)?.message ?? String(describing: error)
      throw .rule(name: rule.rule.name, message: message, columns: columns)
    }
    if !isExpression { throw .notAnExpression(rule: rule.rule.name) }
  }

  private static func databaseValue(_ value: JSONValue) -> DatabaseValue {
    switch value {
    case .null: .null
    case .bool(let value): value.databaseValue
    case .number(let number): number.intValue?.databaseValue ?? number.doubleValue.databaseValue
    case .string(let text): text.databaseValue
    case .array, .object: value.text(.compact).databaseValue
    }
  }
}

/// Stops work that takes too long, and nothing that comes after it.
private final class Watchdog: Sendable {
  private let watched = Mutex<Int?>(nil)
  private let count = Mutex(0)

  /// Does some work; `onTimeout` is called while it runs, if it runs longer than this.
  func watch<Result>(
    for seconds: Double, _ work: () throws -> Result, onTimeout: @escaping @Sendable () -> Void
  ) rethrows -> Result {
    let ticket = count.withLock { count in
      count += 1
      return count
    }
    watched.withLock { $0 = ticket }
    let bite = DispatchWorkItem { [self] in
      watched.withLock { if $0 == ticket { onTimeout() } }
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: bite)
    defer {
      bite.cancel()
      watched.withLock { $0 = nil }
    }
    return try work()
  }
}
