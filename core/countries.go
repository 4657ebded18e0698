package core

import "strings"

// countryNames has the country codes that the root zone has, in order, and the names
// that people call the countries by in English: IANA's root zone database
// (https://www.iana.org/domains/root/db) and ISO 3166.
const countryNames = "" +
	"ac Ascension Island\nad Andorra\nae United Arab Emirates\naf Afghanistan\nag Antigua and Barbuda\nai Anguilla\n" +
	"al Albania\nam Armenia\nao Angola\naq Antarctica\nar Argentina\nas American Samoa\nat Austria\nau Australia\n" +
	"aw Aruba\nax Åland Islands\naz Azerbaijan\nba Bosnia and Herzegovina\nbb Barbados\nbd Bangladesh\nbe Belgium\n" +
	"bf Burkina Faso\nbg Bulgaria\nbh Bahrain\nbi Burundi\nbj Benin\nbm Bermuda\nbn Brunei\nbo Bolivia\nbr Brazil\n" +
	"bs Bahamas\nbt Bhutan\nbw Botswana\nby Belarus\nbz Belize\nca Canada\ncc Cocos Islands\ncd DR Congo\n" +
	"cf Central African Republic\ncg Republic of the Congo\nch Switzerland\nci Côte d’Ivoire\nck Cook Islands\ncl Chile\n" +
	"cm Cameroon\ncn China\nco Colombia\ncr Costa Rica\ncu Cuba\ncv Cape Verde\ncw Curaçao\ncx Christmas Island\ncy Cyprus\n" +
	"cz Czechia\nde Germany\ndj Djibouti\ndk Denmark\ndm Dominica\ndo Dominican Republic\ndz Algeria\nec Ecuador\nee Estonia\n" +
	"eg Egypt\ner Eritrea\nes Spain\net Ethiopia\neu European Union\nfi Finland\nfj Fiji\nfk Falkland Islands\nfm Micronesia\n" +
	"fo Faroe Islands\nfr France\nga Gabon\ngd Grenada\nge Georgia\ngf French Guiana\ngg Guernsey\ngh Ghana\ngi Gibraltar\n" +
	"gl Greenland\ngm Gambia\ngn Guinea\ngp Guadeloupe\ngq Equatorial Guinea\ngr Greece\ngs South Georgia\ngt Guatemala\n" +
	"gu Guam\ngw Guinea-Bissau\ngy Guyana\nhk Hong Kong\nhm Heard Island\nhn Honduras\nhr Croatia\nht Haiti\nhu Hungary\n" +
	"id Indonesia\nie Ireland\nil Israel\nim Isle of Man\nin India\nio British Indian Ocean Territory\niq Iraq\nir Iran\nis Iceland\n" +
	"it Italy\nje Jersey\njm Jamaica\njo Jordan\njp Japan\nke Kenya\nkg Kyrgyzstan\nkh Cambodia\nki Kiribati\nkm Comoros\n" +
	"kn Saint Kitts and Nevis\nkp North Korea\nkr South Korea\nkw Kuwait\nky Cayman Islands\nkz Kazakhstan\nla Laos\nlb Lebanon\n" +
	"lc Saint Lucia\nli Liechtenstein\nlk Sri Lanka\nlr Liberia\nls Lesotho\nlt Lithuania\nlu Luxembourg\nlv Latvia\nly Libya\n" +
	"ma Morocco\nmc Monaco\nmd Moldova\nme Montenegro\nmg Madagascar\nmh Marshall Islands\nmk North Macedonia\nml Mali\n" +
	"mm Myanmar\nmn Mongolia\nmo Macao\nmp Northern Mariana Islands\nmq Martinique\nmr Mauritania\nms Montserrat\nmt Malta\n" +
	"mu Mauritius\nmv Maldives\nmw Malawi\nmx Mexico\nmy Malaysia\nmz Mozambique\nna Namibia\nnc New Caledonia\nne Niger\n" +
	"nf Norfolk Island\nng Nigeria\nni Nicaragua\nnl Netherlands\nno Norway\nnp Nepal\nnr Nauru\nnu Niue\nnz New Zealand\nom Oman\n" +
	"pa Panama\npe Peru\npf French Polynesia\npg Papua New Guinea\nph Philippines\npk Pakistan\npl Poland\n" +
	"pm Saint Pierre and Miquelon\npn Pitcairn Islands\npr Puerto Rico\nps Palestine\npt Portugal\npw Palau\npy Paraguay\nqa Qatar\n" +
	"re Réunion\nro Romania\nrs Serbia\nru Russia\nrw Rwanda\nsa Saudi Arabia\nsb Solomon Islands\nsc Seychelles\nsd Sudan\n" +
	"se Sweden\nsg Singapore\nsh Saint Helena\nsi Slovenia\nsk Slovakia\nsl Sierra Leone\nsm San Marino\nsn Senegal\nso Somalia\n" +
	"sr Suriname\nss South Sudan\nst São Tomé and Príncipe\nsu Soviet Union\nsv El Salvador\nsx Sint Maarten\nsy Syria\nsz Eswatini\n" +
	"tc Turks and Caicos Islands\ntd Chad\ntf French Southern Territories\ntg Togo\nth Thailand\ntj Tajikistan\ntk Tokelau\n" +
	"tl Timor-Leste\ntm Turkmenistan\ntn Tunisia\nto Tonga\ntr Türkiye\ntt Trinidad and Tobago\ntv Tuvalu\ntw Taiwan\ntz Tanzania\n" +
	"ua Ukraine\nug Uganda\nuk United Kingdom\nus United States\nuy Uruguay\nuz Uzbekistan\nva Vatican City\n" +
	"vc Saint Vincent and the Grenadines\nve Venezuela\nvg British Virgin Islands\nvi US Virgin Islands\nvn Vietnam\nvu Vanuatu\n" +
	"wf Wallis and Futuna\nws Samoa\nye Yemen\nyt Mayotte\nza South Africa\nzm Zambia\nzw Zimbabwe\n"

type country struct{ code, name string }

// countries are the lines of countryNames.
var countries = func() (all []country) {
	for line := range strings.Lines(countryNames) {
		code, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		all = append(all, country{code, name})
	}
	return all
}()

// countryOf returns the name of the country that a suffix is of, or "".
func countryOf(suffix string) string {
	code := lastLabels(suffix, 1)
	for i := range countries {
		if len(code) == 2 && countries[i].code == code {
			return countries[i].name
		}
	}
	return ""
}
