// The commented file that `config init` writes.

export const configTemplate = `# Configuration of shoptrace. Every key is optional; what is commented out shows the default or an example.
# \`shoptrace config check\` explains mistakes, \`shoptrace config print\` shows what holds in the end.
# Paths are relative to this file. All keys: docs/reference/configuration.md

# Folder for stores, keys and the demo.
# data: ./data

# Where events and findings are kept: sqlite:FOLDER, or the address of Elasticsearch.
# store: sqlite:./data/store

# Trace files to follow. A followed path stands for its rotated copies too.
sources: []
#  - name: main                # what the source is called in lists
#    shop: default             # transaction IDs of two shops are never mixed
#    trace:                    # files, folders or globs
#      - /var/moodledata/merchant_trace.log
#    mail:
#      - /var/moodledata/merchant_mail_trace.log
#    zone: Europe/Paris        # zone the shop printed in; default: the zone of this machine
#    form: A                   # only to force the form of record heads (A = 12-hour clock)
#    currency: EUR             # traces print no currency
#    live: true                # follow the files as they grow
#    manualProducts: [BOOK]    # delivered by hand: no production is expected
#    masking: on               # replace personal data in place before storing

serve:
  # Another address than loopback needs auth.
  host: 127.0.0.1
  # 0 takes any free port.
  port: 7733
  # none | token | proxy
  auth: none
  # Address people use, when a reverse proxy stands in front.
  # publicUrl: https://traces.example.org
  # Largest file that the console takes for a replay.
  maxUploadBytes: 2147483648

rules:
  # \`shoptrace rules show RULE\` lists the thresholds of a rule.
  thresholds: {}
  #  abandoned-after-placement: { afterMs: 86400000 }
  # Rules that shall not speak.
  mute: []

# What is known about a shop's order numbers better than it can be learned from them.
orderNumbers: []
#  - shop: default
#    platform: m1              # m1 | openmage | m2: how numbers look, how long carts live
#    quoteLifeDays: 30         # days that a cart is kept after its last change
#    series:
#      - prefix: "1"           # in quotes; names the series
#        width: 8              # counted digits
#        step: 3               # a cluster gives out every third number …
#        residue: 0            # … those that leave 0 when divided by 3
#        first: "100000003"    # first number that is expected
#        last: "100000900"     # last number that is expected

retention:
  # \`shoptrace datasets prune\` without an age drops replays older than this (d, w, mo, y).
  # datasets: 12mo
  # \`shoptrace start\` and \`detect --follow\` delete lines older than this from the dataset they judge.
  # lines: 12mo
`;
