ask-vague = One thing more would help everybody to begin: what did you expect, and what happens instead? A word from the message you see is enough. Or go on as it is.
button-say-more = Say more
greeting = Welcome: it is good that you ask. Being stuck is what learning feels like from inside.

button-edit = Edit
edit-title = Edit your question
edit-submit = Save
edited = Changed. Whoever reads it sees the new words now.
edited-class = Changed. Staff see the new words now; the class sees them within a few minutes.
edited-private = Changed. Everything you were told is still in /my.
edit-warned = Before everybody reads the new words:
button-as-it-is = Send it as it is

button-more = More
more-lead = What would you like to do with this question?
button-withdraw = Withdraw
withdraw-title = Withdraw this question
withdraw-submit = Withdraw
withdraw-advice = Staff stop working on it, and its cards only say that the question was taken back. You keep it in /my, with everything you were told.
withdrawn = Taken back. You keep it in /my, and you can ask again at any time.
card-withdrawn = The person who asked has taken this question back.
button-own = Own it
own-title = Show who asked
own-submit = Show it
own-advice = From then on the cards of this question show your name. Nobody else can do this, and there is no way back: what people have read, they know.
own-label = Who will know it's you?
own-already = Everybody you could show it to knows already.
owned-named = From now on everybody who reads this question sees that it is yours. Good of you to stand by it.
owned-classmates = From now on course staff see who asked. Classmates don't.

warned-name = It seems to hold a name. Could somebody recognise you or others by it?
warned-handle = It seems to hold somebody's handle.
warned-email = It seems to hold an e-mail address.
warned-phone = It seems to hold a telephone number.
warned-address = It seems to hold a postal address.
warned-number = It seems to hold a student number.
staff-first-check = Checking work starts with staff only.
staff-first-personal = It sounds personal, so it starts with staff only.
staff-first-assessed = It holds code or files for an assessed task, so it starts with staff only.

day-full-asked = That is as many questions as go through in a day. The form opens again at { $time }, and what you wrote is kept until then. Everything you were told is in /my.
day-full-posted = That is as many questions as go to people in a day. This one stays in /my, and you can post it from { $time } on.
day-full-codes = That is as many codes as can be tried in a day. From { $time } on you can try again. Ask whoever gave it to you to send it once more, and paste it.
day-full-written = That is as many lines as go through in a day. From { $time } on they do again; what you wrote is kept until then.
