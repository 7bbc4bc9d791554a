# Words that both windows share.

language-name = English
go-on = Next
kilobytes = { $n } KB
megabytes = { $n } MB
