# Why a file cannot be posted, and what to do instead. $file is the name the uploader gave it; only
# the uploader reads these.
# A file that is posted is always a clean copy: see bot/files.

file-archive-empty = There is nothing to post in “{ $file }”: pack the files you mean into it, or send them one by one.
file-archive-format = “{ $file }” is a kind of archive I cannot open: please pack it as a plain .zip, or send the files one by one.
file-archive-member = “{ $member }” inside “{ $file }” is a file I cannot clean: please leave it out, or send it alone and I will say what is wrong.
file-archive-nested = “{ $file }” holds another archive: please put all files into one .zip, or send them one by one.
file-archive-too-much = “{ $file }” holds more than 100 files: please send only the ones your question is about.
file-audio = “{ $file }” is a sound recording, which I cannot clean of names and places: please write down what matters instead.
file-broken = “{ $file }” seems to be cut off or damaged, so I could not make a clean copy: please save or export it again, or send a screenshot.
file-empty = “{ $file }” is empty: please check that it was saved, and send it again.
file-encrypted-archive = “{ $file }” is locked with a password, so I cannot clean it: please send it without one.
file-encrypted-office = “{ $file }” is locked with a password, so I cannot clean it: please save a copy without one, or send it as PDF.
file-encrypted-pdf = “{ $file }” is locked or protected, so I cannot clean it: please print it to a new PDF, or send screenshots of the pages that matter.
file-executable = “{ $file }” is a program, and I do not pass on programs: please send its source code, or a screenshot of what it does.
file-heic = “{ $file }” is in the HEIC or AVIF format, which I cannot clean: please send it as JPEG or PNG; a screenshot of it will do.
file-macros = “{ $file }” contains macros: please save it without them (.docx, .xlsx or .pptx), and paste the macro's code as text if it matters.
file-not-what-it-says = “{ $file }” is named like a picture or document but holds plain text: please rename it to .txt, or check that it is the file you meant.
file-notebook-old = “{ $file }” is a notebook in an old format: please open it in Jupyter, save it again, and send that.
file-office-object = “{ $file }” holds an object from another program, a film or a sound, which I cannot clean: please remove it, or save the document as PDF and send that.
file-office-old = “{ $file }” is in a format I cannot clean, such as old Word, Excel or PowerPoint: please save it as .docx, .xlsx, .pptx or PDF.
file-office-picture = “{ $file }” holds a picture (.{ $format }) that I cannot clean: please save the document as PDF and send that.
file-other-document = I cannot clean documents of this kind: please save “{ $file }” as PDF or .docx.
file-pdf-too-much = “{ $file }” has more in it than I can rebuild: please send only the pages your question is about, or screenshots of them.
file-picture-format = “{ $file }” is in a picture format I cannot clean: please save it as PNG or JPEG.
file-picture-too-large = “{ $file }” has too many pixels to open safely (40 million at most): please send a smaller version, or a screenshot.
file-svg = “{ $file }” is an SVG drawing, which can hold hidden scripts and names: please export it as PNG and send that.
file-too-big = “{ $file }” is larger than 8 MB: please send a smaller version, or only the part your question is about.
file-too-big-cleaned = The clean copy of “{ $file }” would be larger than 8 MB: please send a smaller version, or only the part your question is about.
file-too-much-inside = “{ $file }” unpacks to more than I can open safely: please send only the part your question is about.
file-unknown = I do not know what kind of file “{ $file }” is, so I cannot clean it: please send a screenshot, a PDF, or the text itself.
file-video = “{ $file }” is a video, which I cannot clean of names and places: please send a screenshot or two of the moment that matters.
files-too-many = One question can carry ten files: please choose the ten that matter most, or pack them as .zip.
