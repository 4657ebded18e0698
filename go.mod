module nearmiss

go 1.26.0

require (
	github.com/agnivade/levenshtein v1.2.2
	github.com/syumai/workers v0.33.0
	github.com/valyala/fastjson v1.6.10
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
	howett.net/plist v1.0.1
)

ignore (
	./extension/dist
	./node_modules
)
