/// The texts of a new pipeline.
enum StarterTexts {
  /// - Parameter noun: what a record is called.
  static func pipeline(_ name: String, noun: String) -> String {
    """
    # A pipeline: which documents are read, what is asked about them, what counts as an answer.
    #
    #     sluice check pipeline.yaml      is everything here right
    #     sluice plan pipeline.yaml       what a run would do and cost
    #     sluice run pipeline.yaml        read what is new or changed
    #     sluice results pipeline.yaml    the records
    #
    # Paths are relative to this file.

    # Who this pipeline is: what was read before is remembered under this name.
    name: \(name)

    # Put your own documents into this folder, or name another.
    source:
      paths: [documents]
      include: ["**/*.pdf", "**/*.html", "**/*.txt"]

    # What a record looks like. Its descriptions are read by the model: say there what is meant.
    schema: schema.json

    prompt:
      system: You read documents and write down what they say, exactly.
      task: >-
        Extract the \(noun). Copy names and numbers as they are printed, and write dates as
        YYYY-MM-DD. If the document does not say, answer null.

    models:
      # Runs on this machine and needs no key; sluice starts and stops it.
      local:
        provider: llama.cpp

      # Any server that speaks OpenAI's chat completions takes two edits.
      # Edit 1 of 2: its address, its name for the model, and the environment variable that holds
      # the key; without a key, delete that line.
      remote:
        provider: openai
        base_url: https://api.openai.com/v1
        model: gpt-4o-mini
        api_key_env: OPENAI_API_KEY

    # Edit 2 of 2: [remote] asks that server instead. [local, remote] asks it only about what the
    # local model could not do.
    route: [local]

    validate:
      # Every number and date must be found in the document. `preferred` only warns.
      evidence: required

    # Records, dead letters and the ledger that remembers what was asked and paid.
    output:
      directory: out

    """
  }

  static let schema = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "shop": { "type": ["string", "null"], "description": "The name of the shop." },
        "receipt_number": { "type": ["string", "null"], "description": "The number of the receipt." },
        "date": {
          "type": ["string", "null"],
          "format": "date",
          "description": "The day of the purchase."
        },
        "items": {
          "type": "array",
          "description": "What was bought, one row each.",
          "items": {
            "type": "object",
            "properties": {
              "description": { "type": "string", "description": "What it is." },
              "amount": { "type": ["number", "null"], "description": "What it cost." }
            },
            "required": ["description", "amount"],
            "additionalProperties": false
          }
        },
        "total": { "type": ["number", "null"], "description": "The total that was paid." },
        "currency": {
          "type": ["string", "null"],
          "description": "The currency as three letters, such as EUR."
        }
      },
      "required": ["shop", "receipt_number", "date", "items", "total", "currency"],
      "additionalProperties": false
    }

    """

  static let document = """
    Corner Books
    12 Mill Lane, Bath

    Receipt number: 2031-118
    Date: 2031-04-05

    Notebook A5, ruled        7.00
    Fountain pen, blue       24.50

    Total                EUR 31.50

    Thank you for your visit.

    """
}
