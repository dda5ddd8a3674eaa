import JSON
import TestSupport
import Testing

struct JSONPropertyTests {
  private static func string(_ generator: inout SeededGenerator) -> String {
    let alphabet = Array("ab\"\\/\n\t\u{0}\u{1F}{}[],:'`é😀\u{301}\u{2028}".unicodeScalars)
    var result = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      result.append(alphabet.randomElement(using: &generator) ?? "x")
    }
    return String(result)
  }

  private static func value(_ generator: inout SeededGenerator, depth: Int = 0) -> JSONValue {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 8), using: &generator) {
    case 0: return nil
    case 1: return JSONValue(Bool.random(using: &generator))
    case 2: return JSONValue(Int(truncatingIfNeeded: generator.next() >> (generator.next() % 64)))
    case 3: return JSONValue(Double(bitPattern: generator.next()))
    case 4: return .string(string(&generator))
    case 5, 6:
      let count = Int.random(in: 0...5, using: &generator)
      return .array((0..<count).map { _ in value(&generator, depth: depth + 1) })
    default:
      var members = JSONObject()
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        members[string(&generator)] = value(&generator, depth: depth + 1)
      }
      return .object(members)
    }
  }

  @Test func readsBackWhatItWrites() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      let value = Self.value(&generator)
      for style in [JSONWriter.Style.compact, .pretty, .canonical] {
        let again = try JSONValue(parsing: value.utf8(style))
        #expect(again == value)
        #expect(again.utf8(.canonical) == value.utf8(.canonical))
        if style != .canonical { #expect(again.text() == value.text()) }
      }
      for leaf in value.leaves { #expect(value[leaf.pointer] == leaf.value) }
    }
  }

  @Test func cutTextsGiveNothingThatWasNotThere() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<500 {
      let value = Self.value(&generator)
      guard value.isContainer else { continue }
      let scalars = Array(value.text().unicodeScalars)
      let cut = Int.random(in: 1...scalars.count, using: &generator)
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[..<cut])
      for candidate in JSONRepair.candidates(in: String(text)) where cut < scalars.count {
        #expect(candidate.isTruncated)
        for leaf in candidate.settled.leaves {
          #expect(value[leaf.pointer] == leaf.value, "\(leaf.pointer)")
        }
      }
    }
  }

  @Test func readsWhatACarelessWriterMeant() {
    for seed in 0..<800 as Range<UInt64> {
      var writer = SloppyWriter(seed: seed)
      let value = writer.makeValue()
      writer.write(value)
      let candidates = JSONRepair.candidates(in: writer.text)
      #expect(candidates.map(\.value) == [value], "\(seed): \(writer.text)")
      #expect(candidates.allSatisfy { !$0.isTruncated }, "\(seed)")
    }
  }

  @Test func survivesDamagedTexts() throws {
    var generator = SeededGenerator(seed: 3)
    let damage = Array("{}[],:\"'`\\/*# \n-0.eTNu\u{FF}".utf8)
    for _ in 0..<3000 {
      var bytes = Self.value(&generator).utf8()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        if Bool.random(using: &generator), place < bytes.count {
          bytes.remove(at: place)
        } else {
          bytes.insert(damage.randomElement(using: &generator) ?? 0, at: place)
        }
      }
      _ = try? JSONValue(parsing: bytes)
      for candidate in JSONRepair.candidates(in: String(decoding: bytes, as: UTF8.self)) {
        #expect((try? JSONValue(parsing: candidate.value.utf8())) == candidate.value)
      }
    }
  }
}
