package errormodel

import (
	"strings"
	"unicode/utf8"
)

// layouts are what keyboards of other scripts give for the keys of qwerty, key by key,
// and what their letters stand for by sound: who forgets to switch types фкьн for army,
// or гмаил.
var layouts = [...]string{
	"йцукенгшщзхъфывапролджэячсмитьбю", // Russian, ЙЦУКЕН
	"йцукенгшщзхїфівапролджєячсмитьбю", // Ukrainian
	",уеишщксдзц;ьяаожгтнвмчюйъэфхпрл", // Bulgarian, BDS
	"љњертзуиопшђасдфгхјклчћѕџцвбнм,.", // Serbian
	"јњертѕуиопшѓасдфгхјклчќзџцвбнм,.", // Macedonian
	"явертъуиопшщасдфгхйкл;'зьцжбнм,.", // Bulgarian, by sound
	";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.", // Greek
	"/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ", // Hebrew
	"ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلىةوز", // Arabic
}

// qwerty are the keys that layouts lay out, row by row.
const qwerty = "qwertyuiop[]asdfghjkl;'zxcvbnm,."

// Layouts yields what the keys of a name typed on the keyboard of another script give in
// Latin, for each layout that has all its letters. ASCII letters stay as they are: part
// of a name may have been typed before or after switching.
func Layouts(name string, yield func(latin string) bool) {
	for _, layout := range layouts {
		var out strings.Builder
		isAll := true
		for _, r := range name {
			switch at := strings.IndexRune(layout, r); {
			case r < utf8.RuneSelf:
				out.WriteRune(r)
			case at < 0:
				isAll = false
			default:
				out.WriteByte(qwerty[utf8.RuneCountInString(layout[:at])])
			}
		}
		if isAll && !yield(out.String()) {
			return
		}
	}
}
