import Foundation
import JSON
import TestSupport
import Testing

/// The layout's laws, as far as the build does not enforce them: it does not see imports of
/// packages' products, nor of what is only there because something else needs it.
@Suite(.serialized) struct LayoutTests {
  /// What comes with Swift and its system.
  private static let toolchain: Set<String> = [
    "Dispatch", "Foundation", "Glibc", "PackageDescription", "Synchronization", "Testing",
  ]

  private let targets: [(name: String, folder: URL, dependencies: Set<String>)]

  init() throws {
    let root = SampleData.packageRoot
    let scratch = try TemporaryFolder()
    let dump = try BuiltBinary(path: "/usr/bin/env").run(
      ["swift", "package", "--scratch-path", scratch.path, "dump-package"], in: root)
    try #require(dump.status == 0, "\(dump.stderr)")
    let package = try JSONValue(parsing: dump.stdout)
    targets = (package["targets"]?.arrayValue ?? []).map { target in
      let name = target["name"]?.stringValue ?? ""
      let isTest = target["type"] == "test"
      let path = target["path"]?.stringValue ?? (isTest ? "Tests/\(name)" : "Sources/\(name)")
      let dependencies = (target["dependencies"]?.arrayValue ?? []).compactMap { dependency in
        (dependency["byName"] ?? dependency["product"])?[0]?.stringValue
      }
      return (name, root.appendingPathComponent(path), Set(dependencies))
    }
  }

  /// The modules that the Swift files below a folder import.
  private func imports(below folder: URL) throws -> Set<String> {
    let line = /^(?:@\w+ )?(?:package |private |internal |fileprivate )?import (?:\w+ )?(\w+)/
    var modules: Set<String> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
      for text in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        if let match = text.firstMatch(of: line) { modules.insert(String(match.1)) }
      }
    }
    return modules
  }

  @Test func everyTargetImportsOnlyWhatItDeclares() throws {
    #expect(targets.count > 20)
    for target in targets {
      let undeclared = try imports(below: target.folder)
        .subtracting(target.dependencies).subtracting(Self.toolchain)
      #expect(undeclared.isEmpty, "\(target.name) imports \(undeclared.sorted())")
    }
  }

  @Test func everyTargetUsesWhatItDeclares() throws {
    for target in targets where target.folder.path.contains("/Sources/") {
      let unused = try target.dependencies.subtracting(imports(below: target.folder))
      #expect(unused.isEmpty, "\(target.name) does not import \(unused.sorted())")
    }
  }

  @Test func everyCModuleIsImportedByOneSwiftModule() throws {
    for boundary in ["CCurl", "CLibXML2", "CLinux", "CPoppler", "CZlib"] {
      let importers = try targets.filter {
        try $0.folder.path.contains("/Sources/") && imports(below: $0.folder).contains(boundary)
      }
      #expect(importers.count == 1, "\(boundary): \(importers.map(\.name))")
    }
  }

  @Test func noStageImportsAnother() throws {
    let stages: Set<String> = ["Parsing", "Prompting", "Requesting", "Validating"]
    for target in targets where stages.contains(target.name) || target.name == "Workflow" {
      let others = stages.subtracting([target.name])
      #expect(try imports(below: target.folder).isDisjoint(with: others), "\(target.name)")
    }
  }
}
