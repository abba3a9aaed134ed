alone-ask = Could you do a similar one alone now? Skip it if you like.
button-alone-yes = Yes, alone
button-alone-not-yet = Not quite yet
alone-yes = Good. Trying a similar one in a few days will keep it fresh. Who said what is shown to nobody, only a rounded figure for the whole class.
alone-not-yet = That is worth knowing. One more like it, with the hints beside you, is a good next step. Who said what is shown to nobody, only a rounded figure for the whole class.
alone-already = This is noted already.

button-difference = What made the difference?
difference-title = What helped
difference-text = What made the difference?
difference-advice = One line in your own words, if you like: saying why it works is what makes an answer yours. It stands in /my under your question, and nobody else sees it.
difference-submit = Save
difference-kept = Saved. You find it in /my, under your question, when you need it again.
difference-none = Nothing is kept. You can write a line later, in /my.
my-difference = What made the difference, in your words:
