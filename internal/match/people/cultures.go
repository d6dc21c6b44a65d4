package people

import (
	"math"
	"strings"

	"offramp/internal/tatm"
)

// culture is how names of one origin are made and how they are written in
// other ways.
type culture struct {
	name           string
	share          int // percent of people
	tail           int // percent of family names beyond the common ones
	given, family  []string
	roots, endings []string    // of the long tail of family names
	onset, coda    []string    // of the long tail of given names
	ways           [][2]string // other ways to write a sound
}

func words(s string) []string { return strings.Fields(s) }

func pow(x, y float64) float64 { return math.Pow(x, y) }

func lower(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "")) }

func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

var (
	links    = append(words("a e i o u an el in or al er on is ar"), "", "", "")
	towns    = words("Ash Brook Cedar Dover Elm Fair Glen Hart Iron Jasper Kings Lake Maple North Oak Pine Quarry River Spring Stone Thorn Union Vale West Wood Mill Fox Deer Eagle Bear Clear Sand Salt Silver Copper Granite Mesa Prairie Harbor Bridge")
	townEnds = words("ton ville field burg ford dale haven port view wood side land creek grove ridge")
	trees    = words("Oak Elm Maple Pine Cedar Birch Walnut Chestnut Willow Poplar Spruce Laurel Hickory Juniper Magnolia Sycamore Aspen Beech Cherry Dogwood Linden Locust Mulberry Alder Hazel Cypress Main Church Mill Park River Lake Hill School Station Market Bridge Garden Meadow Orchard")
	handles  = words("ghost wolf sniper blue dark nova pixel raven storm echo lucky night frost viper tiger shadow rebel comet bunny noodle taco panda river metal retro astro vapor lemon crisp orbit ranger scout falcon ninja zero silent lunar solar ember flame drift racer skate goal hoop glitch")
)

var cultures = []*culture{
	{name: "english", tail: 75, share: 48, given: words("James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Nancy Daniel Lisa Matthew Betty Anthony Margaret Mark Sandra Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Timothy Laura Jason Sharon Jeffrey Cynthia Ryan Kathleen Jacob Amy Gary Shirley Nicholas Angela Eric Helen Jonathan Anna Stephen Brenda Larry Pamela Justin Nicole Scott Emma Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra Frank Rachel Alexander Catherine Raymond Carolyn Patrick Janet Jack Ruth Dennis Maria Tyler Abigail Logan Hannah Mason Olivia Ethan Grace Caleb Chloe Wyatt Zoe Hunter Brooke Travis Paige Cody Kayla Dustin Alexis Trevor Haley"),
		family: words("Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris Martin Thompson Robinson Clark Lewis Lee Walker Hall Allen Young King Wright Scott Green Baker Adams Nelson Hill Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes Price Myers Long Foster Sanders Ross Morales Powell Sullivan Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan Reynolds Hamilton Graham"),
		roots:  words("Ash Bar Black Blen Brad Bran Brough Cald Carl Chad Clif Col Cran Crom Dal Den Dun East Ed El Farn Fen Gar Gil Hal Ham Har Haw Hen Hol Hor Kel Ken Kirk Lang Law Lin Lock Mal Mar Mel Mor Nor Os Pem Pen Pres Rad Ros Rus Shef Shel Stan Sut Thorn Tod Wal War Wex Whit Wil Win Wor York"), endings: words("berry bourne bridge brook bury by combe cott croft dale den er field ford gate grave ham hurst ington ley low man mere more ney ridge sen son stead stone ston thorpe ton wald ward way well wick wood worth"),
		onset: words("Bray Cay Day Hay Jay Kay Lay May Ray Tay Bren Dev Jad Kad Aid Bri Cam Cor Dar Jor Kel Lan Mad Mal Mar Ren Shan Tan Tor Val"), coda: words("den lyn la ton lee ah ie son a en in ys elle ian"),
		ways: [][2]string{{"ph", "f"}, {"ck", "k"}, {"ie", "y"}, {"y", "ie"}, {"ll", "l"}, {"nn", "n"}, {"ei", "ie"}, {"ea", "ee"}, {"c", "k"}, {"son", "sen"}, {"ay", "ey"}, {"th", "t"}}},
	{name: "spanish", tail: 50, share: 18, given: words("Jose Maria Juan Guadalupe Luis Carmen Carlos Rosa Jesus Ana Miguel Isabel Francisco Teresa Antonio Margarita Pedro Juana Manuel Elena Jorge Lucia Rafael Sofia Fernando Gabriela Roberto Daniela Ricardo Alejandra Eduardo Valentina Alejandro Camila Javier Mariana Sergio Adriana Andres Veronica Raul Patricia Enrique Silvia Alberto Beatriz Diego Natalia Mateo Ximena Santiago Paola Emilio Yolanda Ramon Graciela Hector Leticia Oscar Claudia"),
		family: words("Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Cruz Reyes Morales Ortiz Gutierrez Chavez Ramos Ruiz Mendoza Alvarez Jimenez Castillo Vasquez Romero Moreno Herrera Medina Aguilar Vargas Castro Guzman Mendez Fernandez Munoz Salazar Soto Garza Vega Dominguez Delgado Pena Rios Silva Sandoval Guerrero Estrada Ortega Nunez Contreras Maldonado Acosta Luna Padilla Cabrera Campos Rojas Molina Velasquez Leon Espinoza Cortez Navarro Fuentes Ibarra Salinas Valdez Mejia Duran Rosales"),
		roots:  words("Agui Ala Alca Ara Arre Bala Barri Beni Cala Camar Carra Cere Cisne Cova Echa Esco Faja Gali Gara Iba Jara Lago Lari Lla Mala Mata Mira Monta Ola Orda Paya Peña Quinta Rebo Saga Sala Tabo Tama Urri Vala Villa Yeba Zama"), endings: words("ñez rez rra da do na no lla llo res ga go ldo nte ros las nes rta zo mar la"),
		onset: words("Mar Ana Jul Bel Cel Dul Ed El Fab Ger Her Jos Leo Mir Nor Rod Sal Ub Yad Zul"), coda: words("ela ina ito iza erto ando isa iel ian ica ario elio enia"),
		ways: [][2]string{{"z", "s"}, {"v", "b"}, {"b", "v"}, {"j", "x"}, {"x", "j"}, {"y", "ll"}, {"ll", "y"}, {"g", "j"}, {"h", ""}, {"que", "ke"}, {"ci", "si"}, {"ñ", "n"}}},
	{name: "chinese", share: 7, family: words("Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Xu Han Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Lu Jiang Cui Zhong Tan Lu Wang Fan Jin Shi Liao Jia Xia Fu Fang Zou Xiong Bai Meng Qin Qiu Hou Jiang Yin Xue Yan Duan Lei Long Tao Shi He"),
		given: words("wei fang na xiu min jing li qiang lei jun yang yong yan jie juan tao ming chao lan xia ping gang gui hua jian guo yu hong mei xiao zhi hai tian chun xue jia jun yu hao zi xin si wen bin peng fei yun bo kai ting lin qin ling zhong cheng de bao shan shu rong ning ying hui qing zhen yi han lu"),
		ways:  [][2]string{{"zh", "ch"}, {"x", "hs"}, {"q", "ch"}, {"j", "ch"}, {"z", "ts"}, {"c", "ts"}, {"ong", "ung"}, {"ian", "ien"}, {"g", "k"}, {"d", "t"}, {"b", "p"}, {"r", "j"}}},
	{name: "korean", share: 3, family: words("Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Jeon Ko Moon Son Yang Bae Baek Heo Nam Noh Ha Joo Woo Min Ryu"),
		given: words("ji min seo joon hyun woo jae young ho kyung hee soo jin eun yeon hye won su seung dong sang tae myung kwang chul hwan bin ah na ra mi sun jung in yong gyu ha chan hyuk sik bum"),
		ways:  [][2]string{{"oo", "u"}, {"u", "oo"}, {"eo", "u"}, {"young", "yeong"}, {"jung", "jeong"}, {"k", "g"}, {"ch", "j"}, {"p", "b"}, {"ee", "i"}, {"i", "ee"}, {"sh", "s"}}},
	{name: "vietnamese", share: 3, family: words("Nguyen Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dao Doan Dinh Mai Truong Lam Trinh Cao Luong Ha Chau Thai Ta Phung Quach To Kieu Luu"),
		given: words("Anh Binh Chau Cuong Dung Duc Giang Ha Hai Hanh Hieu Hoa Hong Hung Huong Khanh Khoa Kien Lan Linh Long Loan Mai Minh My Nam Nga Ngoc Nhung Phong Phuc Phuong Quan Quang Quynh Son Tam Tan Thanh Thao Thi Thu Thuy Tien Trang Tri Trinh Trung Tu Tuan Tung Tuyet Van Viet Vinh Vy Xuan Yen"),
		ways:  [][2]string{{"ph", "f"}, {"uy", "ui"}, {"nh", "n"}, {"x", "s"}, {"kh", "k"}, {"ng", "n"}, {"ie", "e"}, {"y", "i"}, {"uo", "u"}}},
	{name: "arabic", tail: 65, share: 7, given: words("Mohammed Ahmed Fatima Ali Omar Aisha Hassan Hussein Yusuf Maryam Ibrahim Khalid Layla Mustafa Zainab Mahmoud Amina Abdullah Noor Tariq Samira Karim Huda Bilal Salma Hamza Yasmin Rashid Rania Faisal Nadia Ismail Dina Jamal Hanan Nasser Sara Salim Lina Walid Amal Ziad Reem Anwar Mona Farid Suad Imran Jamila Adnan"),
		family: words("Khan Ahmed Hassan Ali Hussein Malik Abbas Rahman Saleh Haddad Mansour Farah Nasser Aziz Hamdan Khalil Qasim Sharif Darwish Najjar Khoury Issa Saad Zaki Habib Bakr Shaheen Amin Rashid Hakim Sabri Mustafa Jaber Taha Awad Barakat Daher Fayad Ghanem Hijazi"),
		roots:  words("Abd Bad Bakh Dar Fadl Far Gha Had Ham Har Has Jab Jal Kar Khad Maj Mak Mar Mus Nad Naj Naw Qad Rah Raj Sab Sad Sha Sul Tah Taw Wah Yaq Zah Zub"), endings: words("awi ani ari oush iri iyah ouri allah uddin an oum ab ir il if oud"),
		onset: words("Abdul Al Am Baha Fad Gham Hal Jal Kar Mah Naz Raf Sah Tah Wal Zah"), coda: words("iya ir uddin ara een il im ida an a"),
		ways: [][2]string{{"u", "o"}, {"o", "u"}, {"ou", "u"}, {"i", "ee"}, {"ee", "i"}, {"q", "k"}, {"kh", "h"}, {"h", ""}, {"j", "dj"}, {"a", "e"}, {"ss", "s"}, {"mm", "m"}, {"y", "i"}, {"ei", "ai"}, {"w", "ou"}}},
	{name: "slavic", tail: 75, share: 4, given: words("Aleksandr Dmitri Sergei Olga Natalia Ivan Tatiana Mikhail Elena Andrei Svetlana Vladimir Irina Nikolai Ekaterina Alexei Anna Yuri Maria Igor Ludmila Oleg Galina Viktor Nina Pavel Vera Boris Oksana Roman Yulia Anatoly Larisa Konstantin Marina Maksim Anastasia Denis Ksenia Artem Daria Stanislav Nadezhda Bogdan Zoya"),
		family: words("Ivanov Petrov Kuznetsov Smirnov Popov Sokolov Lebedev Kozlov Novikov Morozov Volkov Pavlov Zaitsev Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Kowalski Nowak Wisniewski Wojcik Kaminski Lewandowski Zielinski Szymanski Horvat Novak Jovanovic Petrovic Nikolic Markovic"),
		roots:  words("Bel Bor Chern Dan Dem Fed Gal Gor Gros Iva Kar Kol Kost Kras Lav Luk Mak Mart Mel Mir Nest Osi Pan Plat Pol Rad Rod Rom Sav Sem Shchur Sid Stan Tar Tim Tish Ust Var Vin Yak Zav Zhur"), endings: words("ov enko ovsky ichuk yuk insky chenko ovich in ev ski owicz ko uk ash"),
		onset: words("Yar Svy Dob Mil Vla Rad Lyu Zor Bog"), coda: words("oslav omir ana mila ek ena ka bor"),
		ways: [][2]string{{"v", "w"}, {"y", "i"}, {"i", "y"}, {"ei", "ey"}, {"ks", "x"}, {"sh", "sch"}, {"ch", "tch"}, {"ov", "off"}, {"ts", "tz"}, {"kh", "h"}, {"zh", "j"}, {"a", "o"}, {"sky", "ski"}, {"ii", "y"}}},
	{name: "south-asian", tail: 60, share: 6, given: words("Rajesh Priya Amit Sunita Vijay Lakshmi Suresh Anita Ravi Kavita Sanjay Deepa Arun Meena Vikram Pooja Anil Asha Rahul Neha Ashok Rekha Manoj Geeta Arjun Sita Kiran Divya Harish Radha Nikhil Swati Rohan Shreya Gaurav Anjali Siddharth Ritu Karthik Padma Venkatesh Usha Mahesh Jyoti Gurpreet Harpreet Jaspreet Manpreet"),
		family: words("Patel Singh Kumar Sharma Gupta Shah Reddy Rao Nair Iyer Mehta Joshi Verma Desai Agarwal Chatterjee Banerjee Mukherjee Das Bose Pillai Menon Naidu Kaur Gill Dhillon Sandhu Malhotra Kapoor Khanna Chopra Bhatt Trivedi Pandey Mishra Tiwari Yadav Chaudhary"),
		roots:  words("Bala Bhat Chand Dev Gan Gop Hari Jag Jay Kal Kris Laks Mad Maha Man Mur Nara Padma Prab Raj Rama Sat Shan Siva Sri Sub Sund Tiru Uma Vais Ven Vid Vish"), endings: words("anathan appa arajan aswamy deva esh garan kumar nath pal prasad raman singh subramanian wal yan an"),
		onset: words("Adi Anu Bha Cha Dha Gau Ish Jag Kal Mad Nan Pra Ram San Tej Uj Vin Yash"), coda: words("ra vi na esh it ika sh ant al ini"),
		ways: [][2]string{{"v", "w"}, {"sh", "s"}, {"ee", "i"}, {"i", "ee"}, {"oo", "u"}, {"u", "oo"}, {"ksh", "x"}, {"th", "t"}, {"aa", "a"}, {"a", "aa"}, {"bh", "b"}, {"j", "z"}, {"dh", "d"}}},
	{name: "west-african", tail: 65, share: 4, given: words("Oluwaseun Chukwuemeka Kwame Ama Kofi Akosua Adebayo Ngozi Emeka Chioma Tunde Folake Ibrahima Aminata Mamadou Fatou Ousmane Mariama Yaw Abena Kwabena Efua Babatunde Yetunde Obinna Ifeoma Uche Nneka Segun Bukola Femi Titilayo Cheikh Awa Moussa Binta Kojo Esi Kwaku Adwoa"),
		family: words("Okafor Adeyemi Mensah Diallo Ndiaye Traore Okonkwo Balogun Owusu Boateng Sow Ba Toure Keita Cisse Diop Fall Eze Nwosu Adebayo Okoro Asante Appiah Osei Agyeman Camara Barry Bah Koroma Kamara Sesay Conteh Obi Ogunleye Afolabi Ojo Bello Musa"),
		roots:  words("Ade Afo Aki Ala Ama Ana Awo Aye Chi Ebe Efe Eke Eme Ife Iwu Nna Nwa Oba Odu Ofo Ogu Oke Oko Ola Olu Onu Ore Osa Owo Oye Uba Ugo Uzo"), endings: words("bayo bola chukwu dele dapo femi gbade jide kemi kunle lade luwa mide nna nwanyi ola rinde san seyi tayo tola wale yemi zie"),
		onset: words("Ade Ayo Chi Ebu Ife Nka Olu Oba Tem Tob Uzo"), coda: words("bola ka ma nna ola sola tayo wale yemi zie chi"),
		ways: [][2]string{{"ou", "u"}, {"u", "ou"}, {"kw", "qu"}, {"i", "y"}, {"y", "i"}, {"ch", "tch"}, {"ss", "s"}, {"aye", "ai"}, {"ph", "f"}, {"j", "dj"}}},
}

// person makes a name by the custom of its origin.
func (c *culture) person(d *dice) tatm.Name {
	n := tatm.Name{}
	syllable := func() string { return d.pick(c.given) }
	switch c.name {
	case "chinese", "korean":
		n.Given, n.Family = title(syllable()), d.common(c.family)
		if d.of(100) < 75 {
			second := syllable()
			if d.of(2) == 0 {
				second = "-" + second
			}
			n.Given += second
		}
	case "vietnamese":
		n.Given, n.Family = d.pick(c.given), d.common(c.family)
		if d.of(100) < 70 {
			n.Middle = d.pick(c.given)
		}
	default:
		n.Given, n.Family = c.givenName(d), c.familyName(d)
		if c.name == "spanish" && d.of(100) < 55 {
			n.Family += " " + c.familyName(d)
		}
		if c.name == "english" && d.of(100) < 30 {
			n.Middle = c.givenName(d)
		}
		if c.name == "english" && d.of(100) < 3 {
			n.Family += "-" + c.familyName(d)
		}
		if c.name == "arabic" && d.of(100) < 15 {
			n.Family = "Al-" + n.Family
		}
		if c.name == "english" && d.of(200) == 0 {
			n.Family += " Jr"
		}
		if d.of(300) == 0 {
			n.Family = "" // one name is all there is
		}
	}
	return n
}

func (c *culture) givenName(d *dice) string {
	if d.of(100) < 35 {
		return d.pick(c.onset) + d.pick(links) + d.pick(c.coda)
	}
	return d.common(c.given)
}

func (c *culture) familyName(d *dice) string {
	if d.of(100) < c.tail {
		return d.pick(c.roots) + d.pick(links) + d.pick(c.endings)
	}
	return d.common(c.family)
}
